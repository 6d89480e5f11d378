using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Tests.Fakes;

/// <summary>What pages ask of services whose own work is tested elsewhere: each answers as the test sets it.</summary>
public sealed class PageServices
    : ICallReadinessService, IVaultStatus, INumberImport, IWebhookAddress, ISandboxCalls, IKeyUses, IProviderChoices, IStepUp, IOutgoingCalls, IVoicePreviews
{
    public CallReadiness Readiness { get; set; } = new() { Missing = [] };

    public VaultState State { get; set; } = VaultState.Open;

    /// <summary>What calls have used, as far as pages can see.</summary>
    public List<KeyUse> Uses { get; } = [];

    public NumberImportResult Import { get; set; } = new([]);

    public bool IsAvailable { get; set; }

    /// <summary>What was asked to be heard, in order.</summary>
    public List<(AccountId Account, VoicePreviewRequest Request)> Previews { get; } = [];

    public Func<VoicePreviewRequest, VoicePreviewResult>? OnPreview { get; set; }

    public Task<VoicePreviewResult> SpeakAsync(AccountId account, VoicePreviewRequest request, CancellationToken cancellationToken)
    {
        Previews.Add((account, request));
        return Task.FromResult(OnPreview?.Invoke(request) ?? new VoicePreviewResult($"preview-{Previews.Count}", null));
    }

    public ReadOnlyMemory<byte>? Find(AccountId account, string id) => null;

    /// <summary>Whether the user has proved it lately.</summary>
    public bool IsConfirmed { get; set; } = true;

    public Task<bool> IsConfirmedAsync(CancellationToken cancellationToken) => Task.FromResult(IsConfirmed);

    public Task EnsureConfirmedAsync(CancellationToken cancellationToken) => IsConfirmed ? Task.CompletedTask : throw new StepUpRequiredException();

    /// <summary>What pages asked to be called, and what they are answered.</summary>
    public List<OutgoingCallRequest> Placed { get; } = [];

    public OutgoingCallResult Placing { get; set; } = new();

    public Task<OutgoingCallResult> StartAsync(AccountId account, AuditActor by, CallId id, OutgoingCallRequest request)
    {
        Placed.Add(request);
        return Task.FromResult(Placing);
    }

    /// <summary>Why the next simulated call does not ring, or null.</summary>
    public string? SimulateProblem { get; set; }

    public int SimulatedCalls { get; private set; }

    public Task<CallReadiness> EvaluateAsync(AccountId account, Agent? agent, CancellationToken cancellationToken) => Task.FromResult(Readiness);

    public void Record(AccountId account, CallId call, IReadOnlyList<ProviderName> providers) => throw new InvalidOperationException("Pages use no keys.");

    public Task<IReadOnlyList<KeyUse>> ListLastAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KeyUse>>(Uses);

    public Task<NumberImportResult> ListAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult(Import);

    /// <summary>What providers list; one choice each by default.</summary>
    public Func<ProviderName, ChoiceKind, ChoiceListing> OnList { get; set; } = (provider, kind) => new([new($"{provider}-{kind}-id", $"{provider} {kind}")]);

    public Task<ChoiceListing> ListAsync(AccountId account, ProviderName provider, ChoiceKind kind, CancellationToken cancellationToken) =>
        Task.FromResult(OnList(provider, kind));

    public Task<Uri> ForAsync(AccountId account, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri($"https://voice.example.com/hooks/telnyx/{account}"));

    public Task<string?> SimulateCallAsync(AccountId account, CancellationToken cancellationToken)
    {
        SimulatedCalls++;
        return Task.FromResult(SimulateProblem);
    }
}
