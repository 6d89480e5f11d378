using Microsoft.Extensions.DependencyInjection;

namespace VoiceAgent.Core.Audit;

/// <summary>The audit trail, over documents of <see cref="AuditEntry.Collection"/>, which the caller makes available.</summary>
public static class AuditServices
{
    public static IServiceCollection AddAuditTrail(this IServiceCollection services) => services.AddSingleton<IAuditTrail, AuditTrail>();
}
