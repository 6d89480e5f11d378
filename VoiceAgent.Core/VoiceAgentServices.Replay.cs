using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Core;

/// <content>What is kept of calls to replay them under other settings.</content>
public static partial class VoiceAgentServices
{
    private static IServiceCollection AddReplay(this IServiceCollection services)
    {
        services.AddDocuments(CallLog.Collection);
        services.AddSingleton<CallLogRepository>();
        services.AddSingleton<CallLogKeeper>();
        services.AddSingleton<CallReplays>();
        services.AddOptions<CallLogOptions>().BindConfiguration(CallLogOptions.SectionName)
            .Validate(static options => options.MaxEvents is > 0 and <= 100_000, "CallLog:MaxEvents must be above 0 and at most 100000.")
            .ValidateOnStart();
        return services;
    }
}
