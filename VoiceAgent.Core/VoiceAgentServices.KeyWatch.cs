using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Keys.Watching;

namespace VoiceAgent.Core;

public static partial class VoiceAgentServices
{
    /// <summary>Tests of keys, their limits, what is told of them, and who used them.</summary>
    private static IServiceCollection AddKeyWatch(this IServiceCollection services)
    {
        services.AddOptions<KeyTestOptions>().BindConfiguration(KeyTestOptions.SectionName)
            .Validate(
                limits => limits is
                {
                    PerAccountPerMinute: > 0, PerAccountPerDay: > 0, NewKeysPerHour: > 0, NewKeysPerDay: > 0,
                    PerAddressPerHour: > 0, PerProviderPerSecond: > 0, RefusedInARow: > 0, SharedKeyAccounts: > 1,
                    NewAccountKeys: > 0,
                } && limits.FirstPause >= TimeSpan.Zero && limits.NewAccountAge >= TimeSpan.Zero,
                "KeyTests: every limit must be above 0, KeyTests:SharedKeyAccounts above 1, and KeyTests:FirstPause and KeyTests:NewAccountAge not negative.")
            .ValidateOnStart();
        services.AddSingleton<KeyTestLimits>();
        services.AddSingleton<KeyTestGate>();
        services.AddSingleton<KeyTrail>();
        services.AddSingleton<KeyAlarm>();
        services.AddSingleton<KeyReminders>();
        services.AddSingleton<KeyTester>();
        services.AddSingleton<KeyFailureHandler>();
        services.AddSingleton<KeyFailureQueue>();
        services.AddSingleton<IKeyFailures>(provider => provider.GetRequiredService<KeyFailureQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyFailureQueue>());
        services.AddHostedService<DailyKeyTests>();
        services.AddDocuments(KeyUse.Collection);
        services.AddSingleton<KeyUses>();
        services.AddSingleton<IKeyUses>(provider => provider.GetRequiredService<KeyUses>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        return services;
    }
}
