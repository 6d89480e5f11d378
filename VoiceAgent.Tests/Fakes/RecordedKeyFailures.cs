using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Remembers what was reported of keys.</summary>
public sealed class RecordedKeyFailures : IKeyFailures
{
    public List<(ProviderName Provider, ProviderErrorKind Kind)> Reported { get; } = [];

    /// <summary>The calls on which it happened.</summary>
    public List<CallId?> Calls { get; } = [];

    public Task ReportAsync(AccountId account, ProviderName provider, ProviderErrorKind kind, CallId? call, CancellationToken cancellationToken)
    {
        Reported.Add((provider, kind));
        Calls.Add(call);
        return Task.CompletedTask;
    }
}
