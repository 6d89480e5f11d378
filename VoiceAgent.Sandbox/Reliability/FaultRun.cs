using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>Plays cases as calls, several at once, each on an account of its own.</summary>
/// <param name="sandbox">The providers of the servers.</param>
/// <param name="app">The server.</param>
/// <param name="oneSocketApp">The server that keeps one socket a call; null plays no case that needs it.</param>
/// <param name="time">Clock.</param>
internal sealed class FaultRun(SandboxServer sandbox, FaultApp app, FaultApp? oneSocketApp, TimeProvider time)
{
    private static readonly TimeSpan RingLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(90);

    // Calls that begin at the very same moment disturb each other's measurement.
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<string, CallerLine> _lines = new(StringComparer.Ordinal);

    /// <param name="cases">What to play.</param>
    /// <param name="parallel">How many calls at once.</param>
    /// <param name="played">Told each result.</param>
    /// <param name="cancellationToken">Hangs up everything.</param>
    public async Task<FaultReport> RunAsync(IReadOnlyList<FaultCase> cases, int parallel, Action<FaultResult> played, CancellationToken cancellationToken)
    {
        await PrepareAsync(cases, cancellationToken);
        var results = new FaultResult[cases.Count];
        using var places = new SemaphoreSlim(parallel);
        var running = new List<Task>();
        for (var i = 0; i < cases.Count; i++)
        {
            var number = i;
            await places.WaitAsync(cancellationToken);
            running.Add(PlayOneAsync(number));
            await Task.Delay(BetweenCalls, time, cancellationToken);
        }

        await Task.WhenAll(running);
        return FaultReport.Of(results);

        async Task PlayOneAsync(int number)
        {
            try
            {
                results[number] = await PlayAsync(cases[number], number + 1, cancellationToken);
                played(results[number]);
            }
            finally
            {
                places.Release();
            }
        }
    }

    private async Task PrepareAsync(IReadOnlyList<FaultCase> cases, CancellationToken cancellationToken)
    {
        foreach (var says in cases.SelectMany(which => which.Dialog.Says.Skip(1)).Distinct(StringComparer.Ordinal).Where(says => !_lines.ContainsKey(says)))
        {
            var speech = await sandbox.Voice.SpeakAsync(says, cancellationToken);
            sandbox.Utterances.Register(speech);
            _lines[says] = new CallerLine(says, speech);
        }
    }

    private async Task<FaultResult> PlayAsync(FaultCase which, int number, CancellationToken cancellationToken)
    {
        var server = which.Target.NeedsOneSocketPerCall ? oneSocketApp ?? throw new InvalidOperationException("No such server runs.") : app;
        var token = await server.SignUpAsync(which, number, cancellationToken);
        var toolCall = FaultApp.CallOf(number);
        var fault = which.ToFault(which.Target.Part is FaultPart.Runs ? toolCall : SandboxKeys.Valid(which.Target.Slug, number));
        PostedFault? posted = null;
        Action<FaultMoment, int> reach = (moment, line) =>
        {
            if (posted is null && moment == which.Posted && line <= 1)
            {
                posted = sandbox.Faults.Arm(fault);
            }
        };
        sandbox.Tool.WhenAsked(toolCall, () => reach(FaultMoment.ToolCall, 1));
        reach(FaultMoment.Connect, 0);
        var caller = new FaultCaller(which.Dialog, [.. which.Dialog.Says.Skip(1).Select(says => _lines[says])], sandbox.AgentUtterances, time)
        {
            Begins = line => reach(FaultMoment.FirstResult, line),
            IsInTheMiddle = line => reach(FaultMoment.MidStream, line),
        };
        using var limit = new CancellationTokenSource(LongestCall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var call = new CallIn("+12025550199", FaultApp.PhoneNumber(number), AudioFormat.Pcmu, RingLimit);
        var outcome = await sandbox.Telnyx.CallInAsync(call, caller, either.Token);
        sandbox.Faults.Remove(fault);
        cancellationToken.ThrowIfCancellationRequested();
        return Judge(which, caller, outcome, posted, await server.EndedCallAsync(token, cancellationToken), sandbox.Tool.RunsOf(toolCall));
    }

    private static FaultResult Judge(FaultCase which, FaultCaller caller, CallOutcome outcome, PostedFault? posted, ToldCall? told, int toolRuns)
    {
        var (said, expected) = (which.Dialog.Says, which.Dialog.Expects);
        var heard = FaultWords.Without(caller.WordsHeard, FaultDialog.Filler);
        var callersPart = Lines(told, "caller");
        var agentsPart = FaultWords.Without(Lines(told, "agent"), FaultDialog.Filler);
        var missing = FaultWords.Beyond(expected, heard);
        var twice = FaultWords.Beyond(heard, expected) + FaultWords.Beyond(callersPart, said);
        var lost = FaultWords.Beyond(said, callersPart) + Math.Max(missing, Math.Max(FaultWords.Beyond(heard, agentsPart), FaultWords.Beyond(agentsPart, heard)));
        var silence = FaultTimes.LongestSilence(caller.Frames);
        var hasToolRun = !which.MustRunTool || toolRuns == 1;
        string?[] problems =
        [
            posted?.StruckAt is null ? "The fault never struck." : null,
            outcome.Answered ? null : "The call was not answered.",
            outcome.Answered && outcome.Ending != CallEnding.CallerHungUp ? "The agent hung up." : null,
            caller.HeardAll ? null : "An answer was not heard to its end.",
            hasToolRun ? null : $"The tool ran {toolRuns} times.",
            told is null ? "The call is not in the history." : told.Call.Problem,
            silence > FaultSummary.LongestSilenceMs || twice + lost > 0 || !caller.HeardAll ? Describe(caller, told) : null,
        ];
        var isWell = posted?.StruckAt is not null && outcome.Answered && outcome.Ending == CallEnding.CallerHungUp && caller.HeardAll && hasToolRun && told is not null;
        return new FaultResult
        {
            Provider = which.Target.Name,
            Fault = which.FaultName,
            Moment = which.MomentName,
            EndedWell = isWell,
            RecoveryMs = posted?.StruckAt is { } at ? FaultTimes.Recovery(caller.Frames, at) : null,
            LongestSilenceMs = silence,
            WordsTwice = twice,
            WordsLost = lost,
            Problem = problems.Any(problem => problem is not null) ? string.Join(' ', problems.Where(problem => problem is not null)) : null,
        };
    }

    private static string Describe(FaultCaller caller, ToldCall? told) =>
        $"Heard: {string.Join(' ', caller.WordsHeard)} | In the transcript: {string.Join(" / ", told?.Transcript.Select(line => $"{line.Speaker}: {line.Text}") ?? [])}"
        + $" | Failed: {string.Join(", ", told?.Incidents.Select(incident => $"{incident.Provider} {incident.Kind} at {incident.AtMs} ms, then {incident.TakenOverBy ?? "nobody"}") ?? [])}";

    private static IEnumerable<string> Lines(ToldCall? told, string speaker) =>
        told?.Transcript.Where(line => line.Speaker == speaker).Select(line => line.Text) ?? [];
}
