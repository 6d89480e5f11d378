using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls.Outgoing;

namespace VoiceAgent.Core;

/// <content>Calls that agents make.</content>
public static partial class VoiceAgentServices
{
    private static IServiceCollection AddOutgoingCalls(this IServiceCollection services)
    {
        services.AddOptions<OutgoingCallOptions>().BindConfiguration(OutgoingCallOptions.SectionName)
            .Validate(
                static options => options is { MaxConcurrentPerAccount: > 0, MaxPerMinutePerAccount: > 0 }
                    && options.RingTimeout >= TimeSpan.FromSeconds(5) && options.RingTimeout <= TimeSpan.FromMinutes(2),
                "Calls:Outgoing: both limits must be above 0, and Calls:Outgoing:RingTimeout from 5 seconds to 2 minutes.")
            .ValidateOnStart();
        services.AddDocuments(OutgoingOrder.Collection);
        services.AddSingleton<OutgoingOrders>();
        services.AddSingleton<OutgoingLimits>();
        services.AddSingleton<IOutgoingCalls, OutgoingCalls>();
        return services;
    }
}
