using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Failover;

namespace VoiceAgent.Core;

/// <content>What keeps a call alive when a provider fails.</content>
public static partial class VoiceAgentServices
{
    private static IServiceCollection AddFailover(this IServiceCollection services)
    {
        services.AddOptions<LivenessOptions>().BindConfiguration(LivenessOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LivenessOptions>, LivenessOptionsValidator>();
        services.AddSingleton<ProviderCircuits>();
        services.AddSingleton<ProviderReports>();
        services.AddHostedService<ProviderRecovery>();
        services.AddSingleton<FailoverPorts>();
        services.AddSingleton<ProviderPorts>();
        services.AddSingleton(provider =>
        {
            var lines = new PreparedLines(provider.GetRequiredService<TimeProvider>());
            provider.GetRequiredService<AgentRepository>().Changed += (_, changed) => lines.Forget(changed.Account, changed.Agent);
            return lines;
        });
        services.AddSingleton<PreparedGreetings>();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<CallKit>();
        return services;
    }
}
