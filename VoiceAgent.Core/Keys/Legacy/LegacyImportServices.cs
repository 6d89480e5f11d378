using Microsoft.Extensions.DependencyInjection;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>The import of the earlier system's keys; <see cref="LegacyImportRecord"/> is made available by the caller.</summary>
internal static class LegacyImportServices
{
    public static IServiceCollection AddLegacyImport(this IServiceCollection services)
    {
        services.AddSingleton<LegacyOwners>();
        services.AddSingleton<LegacyKeyWriter>();
        services.AddSingleton<ILegacyImport, LegacyImport>();
        services.AddSingleton<ILegacyStore, JsonLegacyStore>();
        return services;
    }
}
