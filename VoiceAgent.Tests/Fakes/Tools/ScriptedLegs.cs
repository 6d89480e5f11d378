using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>A carrier that writes down what it is asked for and tells what it is to tell, after a while.</summary>
internal sealed class ScriptedLegs(CarrierLegs legs, AccountId account, TimeProvider time) : ICallControl, ILegControl
{
    /// <summary>Told of the leg once it was made, one after the other.</summary>
    public IReadOnlyList<(TimeSpan After, CarrierEventKind Kind, HangUpCause Cause)> Tells { get; init; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>When each was asked for.</summary>
    public List<DateTimeOffset> AskedAt { get; } = [];

    /// <summary>Thrown by every command.</summary>
    public Exception? Trouble { get; init; }

    public ILegControl Legs => this;

    public Task<bool> TransferAsync(string callControlId, TransferRequest request, CancellationToken cancellationToken)
    {
        Note($"transfer {callControlId} to {request.To}");
        _ = TellAsync(request.Reference);
        return Task.FromResult(true);
    }

    public Task<string> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        Note($"dial {request.To} from {request.From} by {request.ConnectionId}");
        _ = TellAsync(request.Reference);
        return Task.FromResult("v3:other");
    }

    public Task<bool> SpeakAsync(string callControlId, string text, string language, CancellationToken cancellationToken) => Done($"speak {callControlId} {language}: {text}");

    public Task<bool> BridgeAsync(string callControlId, string otherCallControlId, CancellationToken cancellationToken) => Done($"bridge {callControlId} {otherCallControlId}");

    public Task<bool> SendDtmfAsync(string callControlId, string digits, CancellationToken cancellationToken) => Done($"press {digits}");

    public async Task HangUpAsync(string callControlId, CancellationToken cancellationToken) => await Done($"hang up {callControlId}");

    public Task<bool> AnswerAsync(string callControlId, CancellationToken cancellationToken) => Done("answer");

    public Task RejectAsync(string callControlId, CancellationToken cancellationToken) => Done("reject");

    public Task<bool> StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken) => Done("stream");

    public Task<IReadOnlyList<CarrierNumber>> ListNumbersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CarrierNumber>>([]);

    public Task<CarrierNumber?> FindNumberAsync(string number, CancellationToken cancellationToken) => Task.FromResult<CarrierNumber?>(new CarrierNumber("1", number, "App", "1494"));

    private async Task TellAsync(string reference)
    {
        foreach (var (after, kind, cause) in Tells)
        {
            await Task.Delay(after, time);
            legs.TryTell(account, new CarrierEvent { EventId = "event", Kind = kind, CallControlId = "v3:other", OccurredAt = time.GetUtcNow(), Reference = reference, HangUp = cause });
        }
    }

    private Task<bool> Done(string what)
    {
        Note(what);
        return Task.FromResult(true);
    }

    private void Note(string what)
    {
        Asked.Add(what);
        AskedAt.Add(time.GetUtcNow());
        if (Trouble is not null)
        {
            throw Trouble;
        }
    }
}
