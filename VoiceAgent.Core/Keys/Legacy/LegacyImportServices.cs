using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>The import of the earlier system's keys; <see cref="LegacyImportRecord"/> is made available by the caller.</summary>
internal static class LegacyImportServices
{
    public static IServiceCollection AddLegacyImport(this IServiceCollection services)
    {
        services.AddSingleton<OpenVault>(provider => cancellationToken => provider.GetRequiredService<KeyVault>().State.IsLocked
            ? provider.GetRequiredService<VaultOpener>().RefreshAsync(VaultPurpose.Seal, cancellationToken)
            : Task.CompletedTask);
        services.AddSingleton<LegacyOwners>();
        services.AddSingleton<LegacyKeyWriter>();
        services.AddSingleton<ILegacyImport, LegacyImport>();
        services.AddSingleton<ILegacyStore, JsonLegacyStore>();
        return services;
    }
}
