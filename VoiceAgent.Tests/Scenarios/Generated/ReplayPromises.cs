using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>The log of every generated call, replayed: under its own options it is the call again, under others it is always the same other call.</summary>
internal static class ReplayPromises
{
    private static readonly Func<TurnOptions, TurnOptions>[] Variants =
    [
        options => options with { MinEndpointingDelay = TimeSpan.FromMilliseconds(100), MaxEndpointingDelay = TimeSpan.FromMilliseconds(600) },
        options => options with { MinEndpointingDelay = TimeSpan.FromMilliseconds(900), MaxEndpointingDelay = TimeSpan.FromMilliseconds(3000) },
        options => options with { AllowInterruptions = !options.AllowInterruptions, FalseInterruptionTimeout = TimeSpan.FromMilliseconds(400) },
        options => TurnPresets.Apply(TurnPresets.Fast, options),
        options => options with { PreemptiveGeneration = !options.PreemptiveGeneration },
        options => TurnPresets.Apply(TurnPresets.Patient, options),
        options => options with { SilencePromptAfter = TimeSpan.FromSeconds(2), MaxCallDuration = TimeSpan.FromSeconds(15) },
    ];

    public static void Check(CallOutcome outcome, int seed)
    {
        var log = outcome.Stage.Observed.Recorder.Finish(outcome.Call)!;
        IsTheSameAgain(outcome, log);
        IsSettled(outcome, log, Variants[seed % Variants.Length](log.Settings.Turns));
    }

    /// <summary>What was decided in a call is decided again in the replay of its log, at the same moments.</summary>
    private static void IsTheSameAgain(CallOutcome outcome, CallLog log)
    {
        var replay = CallReplay.Recorded(log);

        var lived = outcome.Stage.Observed.Applied.SelectMany(applied => applied.Actions.Select(action => ReplayDecision.Of(action, applied.At)));
        Assert.Equal(lived, replay.Decisions);
        Assert.Null(replay.DiffersFrom);
        Assert.Equal(outcome.Call.Interruptions, replay.Interruptions);
        var heard = replay.Turns.Where(turn => turn.HeardAt is not null).ToDictionary(turn => turn.TurnId);
        foreach (var turn in outcome.Call.Turns.Where(turn => heard.ContainsKey(turn.TurnId)))
        {
            Assert.Equal(turn.VoiceToVoice, heard[turn.TurnId].VoiceToVoice);
        }
    }

    /// <summary>Under other options the replay ends, keeps to its own rules and comes out the same each time.</summary>
    private static void IsSettled(CallOutcome outcome, CallLog log, TurnOptions options)
    {
        var replay = CallReplay.Under(log, options);
        Assert.Equal(replay.Decisions, CallReplay.Under(log, options).Decisions);
        Assert.Single(replay.Decisions, decision => decision.Kind is nameof(ConversationAction.EndCall));
        Assert.Equal(replay.Decisions.OrderBy(decision => decision.At), replay.Decisions);
        Assert.InRange(replay.Duration, TimeSpan.Zero, outcome.EndedAt + TimeSpan.FromMinutes(3));
        Assert.All(replay.Turns, turn => Assert.True(turn.HeardAt is null || turn.HeardAt >= turn.EndedAt));
    }
}
