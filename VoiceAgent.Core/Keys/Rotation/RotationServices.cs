using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>Registers the vault's opening and its rotation.</summary>
internal static class RotationServices
{
    /// <summary>Documents of <see cref="RootKeyRecord"/> and <see cref="VaultNode"/> are made available by the caller.</summary>
    public static IServiceCollection AddVaultRotation(this IServiceCollection services)
    {
        services.AddSingleton<RootKeyFile>();
        services.AddSingleton<RootKeyVariable>();
        services.AddSingleton<RootKeyGenerator>();
        services.AddSingleton<VaultOpener>();
        services.AddSingleton<VaultNodes>();
        services.AddSingleton<VaultRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<VaultRefresher>());
        services.AddSingleton(provider => new VaultAccess(provider.GetRequiredService<VaultOpener>(), provider.GetRequiredService<KeyVault>()));
        services.AddSingleton(provider => new RootKeyRotation(
            provider.GetRequiredService<VaultOpener>(),
            provider.GetRequiredService<VaultNodes>(),
            provider.GetRequiredService<IDocuments<RootKeyRecord>>(),
            provider.GetServices<ISealedCollection>(),
            provider.GetRequiredService<IAuditTrail>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new VaultRewrap(
            provider.GetRequiredService<VaultAccess>(),
            provider.GetRequiredService<VaultOpener>(),
            provider.GetRequiredService<KeyVault>(),
            provider.GetServices<ISealedCollection>(),
            provider.GetRequiredService<IAuditTrail>()));
        services.AddSingleton(provider => new VaultCheck(provider.GetRequiredService<VaultAccess>(), provider.GetServices<ISealedCollection>()));
        services.AddSingleton(provider => new VaultReporter(
            provider.GetRequiredService<VaultOpener>(),
            provider.GetRequiredService<KeyVault>(),
            provider.GetRequiredService<VaultNodes>(),
            provider.GetServices<ISealedCollection>()));
        return services;
    }
}
