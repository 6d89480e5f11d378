using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>Calls the numbers of the simulated Telnyx, speaks and listens. Thread-safe; each call is independent.</summary>
public sealed class SimulatedPhone
{
    private readonly TelnyxSimulator _telnyx;
    private readonly IVoice _voice;
    private readonly UtteranceIndex _utterances;
    private readonly UtteranceIndex _agentUtterances;
    private readonly TimeProvider _time;

    internal SimulatedPhone(
        TelnyxSimulator telnyx, IVoice voice, UtteranceIndex utterances, UtteranceIndex agentUtterances, TimeProvider time)
    {
        _telnyx = telnyx;
        _voice = voice;
        _utterances = utterances;
        _agentUtterances = agentUtterances;
        _time = time;
    }

    /// <summary>Makes one call and tells how it went; cancelling hangs up.</summary>
    /// <exception cref="ArgumentException">The script asks for something that cannot be done.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<PhoneReport> CallAsync(PhoneScript script, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(script);
        script.Check();
        var lines = new List<CallerLine>();
        foreach (var text in script.Lines)
        {
            lines.Add(await PrepareAsync(text, cancellationToken));
        }

        var interruption = script.BargeIn ? await PrepareAsync(script.Interruption, cancellationToken) : null;
        var caller = new ScriptedCaller(script, lines, interruption, _agentUtterances);
        using var deadline = new CancellationTokenSource(script.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var codec = script.Codec == "PCMA" ? AudioFormat.Pcma : AudioFormat.Pcmu;
        var outcome = await _telnyx.CallInAsync(new CallIn(script.From, script.To, codec, script.RingTimeout) { Webhook = script.Webhook }, caller, either.Token);
        cancellationToken.ThrowIfCancellationRequested();
        var reason = deadline.IsCancellationRequested ? "timeout" : EndReason(outcome, caller);
        var call = outcome.ControlId is { } id ? _telnyx.Find(id) : null;
        var report = caller.Report(outcome.Answered, reason) with
        {
            PutThroughTo = call?.Peer?.To,
            KeysHeard = call is { KeysSent: { Length: > 0 } keys } ? keys : null,
        };
        return report with { Problem = Problem(report, caller) };
    }

    /// <summary>Puts somebody at a number, whom transfers and calls of the app reach from now on. What they say is heard like the agent's words.</summary>
    /// <exception cref="ArgumentException">The number is not +E.164, or the line cannot be said.</exception>
    public async Task<AnsweringPhone> AnswerAtAsync(string number, AnswerScript script, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(script);
        if (!TelnyxSimulator.IsE164(number))
        {
            throw new ArgumentException("The number must be written as +E.164, such as +12025550131.", nameof(number));
        }

        var line = script.Line.Length == 0 ? null : await _voice.SpeakAsync(script.Line, cancellationToken);
        if (line is not null)
        {
            _agentUtterances.Register(line);
        }

        var phone = new AnsweringPhone(script, line);
        _telnyx.Legs.Put(number, phone.CalledParty);
        return phone;
    }

    private async Task<CallerLine> PrepareAsync(string text, CancellationToken cancellationToken)
    {
        var speech = await _voice.SpeakAsync(text, cancellationToken);
        if (speech.Samples.Length is 0)
        {
            throw new ArgumentException("The voice of the simulated caller cannot say one of the lines.");
        }

        _utterances.Register(speech);
        return new CallerLine(text, speech);
    }

    private static string EndReason(CallOutcome outcome, ScriptedCaller caller) => outcome.Ending switch
    {
        var ending when ending == CallEnding.AppHungUp => "agent_hung_up",
        var ending when ending == CallEnding.Rejected => "rejected",
        var ending when ending == CallEnding.Busy => "busy",
        var ending when ending == CallEnding.NoAnswer => "no_answer",
        var ending when ending == CallEnding.NotFound => "not_found",
        _ => caller.MediaLost ? "media_lost" : "caller_hung_up",
    };

    private static string? Problem(PhoneReport report, ScriptedCaller caller)
    {
        var unanswered = report.Turns.Count(turn => turn.VoiceToVoiceMs is null);
        return report switch
        {
            { EndReason: "not_found" } => "No app is connected to this number: see the numbers of the sandbox (GET /control/state).",
            { EndReason: "rejected" or "busy" } => "The app refused the call.",
            { Answered: false, EndReason: "timeout" or "no_answer" } => "The app did not answer the call.",
            { Answered: false } => "The caller gave up before the app answered.",
            _ when !caller.StreamSeen => "The app answered, but its media stream never opened.",
            { EndReason: "media_lost" } => "The media stream broke off during the call.",
            { EndReason: "timeout" } => "The call took longer than it may.",
            _ when unanswered > 0 => $"{unanswered} of {report.Turns.Count} lines got no answer.",
            { LinesLeft: > 0 } => $"The call ended before {report.LinesLeft} of the lines could be said.",
            { EndReason: "agent_hung_up", PutThroughTo: null } => "The agent hung up on the caller. The call's page in the app says why.",
            _ => null,
        };
    }
}
