using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Keys.DataProtection;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys;

/// <summary>Registers ASP.NET Core data protection with its key ring in storage, sealed by the vault.</summary>
public static class VaultDataProtection
{
    /// <summary>
    /// Needs the services of <see cref="VoiceAgentServices.AddVoiceAgentCore"/>. While the vault is locked cookies live as long as the
    /// process; the ring in storage is neither read nor written.
    /// </summary>
    public static IDataProtectionBuilder AddVaultDataProtection(this IServiceCollection services)
    {
        services.AddDocuments(DataProtectionElement.Collection);
        services.AddSealedDocuments(DataProtectionElement.Sealed);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            var vault = provider.GetRequiredService<KeyVault>();
            options.XmlRepository = new VaultXmlRepository(provider.GetRequiredService<IDocuments<DataProtectionElement>>(), vault);
            options.XmlEncryptor = new VaultXmlEncryptor(vault);
        }));
        services.AddDocuments(RingLock.Collection);
        services.AddHostedService<FirstRingKey>();
        return services.AddDataProtection().SetApplicationName("VoiceAgent");
    }
}
