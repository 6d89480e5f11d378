using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Begins a call that only its media stream tells of. It runs on its account's keys or not at all, takes a place like any other, and
/// there is no carrier to command.
/// </summary>
public sealed class UnannouncedCalls(
    CallOpener opener,
    PhoneLines lines,
    AgentRepository agents,
    CallRepository calls,
    CallAdmission admission,
    PreparedGreetings greetings,
    TimeProvider time)
{
    /// <summary>The begun call, which the caller of this owns; null with the reason, in the operator's words, when none can begin.</summary>
    /// <param name="account">Whose call it is.</param>
    /// <param name="number">The account's number whose agent answers; null is the first that has an agent.</param>
    /// <param name="callControlId">What the other side calls the call.</param>
    /// <param name="format">Of its audio.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(RingingCall? Call, string? Problem)> BeginAsync(
        AccountId account, string? number, string callControlId, AudioFormat format, CancellationToken cancellationToken)
    {
        var line = number is null
            ? (await lines.ListAsync(account, cancellationToken)).FirstOrDefault(known => known.AgentId is not null)
            : await lines.FindAsync(account, number, cancellationToken);
        if (line?.AgentId is not { } id || await agents.FindAsync(account, id, cancellationToken) is not { } agent)
        {
            return (null, "No agent answers the number. Choose one under Numbers, and set Telephony:UnannouncedNumber to its number.");
        }

        if (admission.Refuse(out var place) is { } refusal)
        {
            return (null, refusal.Problem);
        }

        var opened = await opener.OpenAsync(account, agent, place!, cancellationToken);
        if (opened.Call is not { } prepared)
        {
            return (null, opened.Problem);
        }

        prepared.Control = new NoCarrier();
        var now = time.GetUtcNow();
        var call = new Call
        {
            Id = CallId.New(),
            AccountId = account,
            AgentId = agent.Id,
            AgentName = agent.Name,
            Direction = CallDirection.Inbound,
            To = line.Number,
            CallControlId = callControlId,
            StartedAt = now,
            AnsweredAt = now,
            Providers = prepared.Providers,
        };
        try
        {
            prepared.BeginGreeting(greetings, format);
            await calls.InsertAsync(account, call, cancellationToken);
            return (new RingingCall(call, prepared, format == AudioFormat.Pcma ? "PCMA" : "PCMU"), null);
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>Nobody to command: the call ends with its media stream.</summary>
    private sealed class NoCarrier : ICallControl
    {
        public Task<bool> AnswerAsync(string callControlId, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task RejectAsync(string callControlId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<bool> StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task HangUpAsync(string callControlId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<CarrierNumber>> ListNumbersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CarrierNumber>>([]);

        public Task<CarrierNumber?> FindNumberAsync(string number, CancellationToken cancellationToken) => Task.FromResult<CarrierNumber?>(null);

        public Task<string> DialAsync(DialRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("There is no carrier to call with.");
    }
}
