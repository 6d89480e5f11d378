using VoiceAgent.Sandbox.Load.Callers;

namespace VoiceAgent.Sandbox.Load;

/// <summary>Draws the report from what was noted.</summary>
internal static class LoadResult
{
    private const int MostProblems = 5;
    private const int FramesPerMinute = 3000;

    public static LoadReport Of(IReadOnlyList<LoadCall> calls, LoadSetting setting, LoadLine line, LoadUse use, TimeProvider time)
    {
        var (tally, minutes) = (setting.Tally, calls.Sum(call => call.Duration.TotalMinutes));
        var refused = calls.Count(call => call.IsRefused);
        var turns = new TurnFigures();
        foreach (var turn in setting.Times.Calls.SelectMany(call => call.Turns))
        {
            turns.Add(turn, time);
        }

        return new LoadReport
        {
            Calls = calls.Count,
            Completed = calls.Count(call => call.IsCompleted),
            Refused = refused,
            OverheadMs = turns.Overhead.Summary(),
            LateFramesPer10k = tally.Frames > 0 ? Math.Round(10_000.0 * tally.LateFrames / tally.Frames, 2) : null,
            BargeInMs = tally.BargeIn.Summary(),
            GreetingMs = tally.Greeting.Summary(),
            CpuSecondsPerCallMinute = PerMinute(use.After?.CpuSeconds - use.Before?.CpuSeconds, minutes),
            RssPerCallKiB = use.RssKiB.Count > 0 ? Math.Round((double)(use.RssKiB.Max() - use.Before!.RssKiB) / Math.Max(1, calls.Count - refused), 1) : null,
            PartsMs = new LoadParts(turns.FinalToModel.Summary(), turns.TokenToVoice.Summary(), turns.AudioToCaller.Summary()),
            FrameLagMs = setting.Times.FrameLag.Summary(),
            VoiceToVoiceMs = turns.VoiceToVoice.Summary(),
            TurnsAnswered = tally.Answered,
            TurnsUnanswered = tally.Unanswered,
            BargeIns = tally.BargeIns,
            BargeInsMissed = tally.MissedBargeIns,
            CallMinutes = Math.Round(minutes, 2),
            AllocatedBytesPerFrame = PerMinute(use.After?.Managed?.AllocatedBytes - use.Before?.Managed?.AllocatedBytes, minutes * FramesPerMinute),
            Server = ServerOf(use),
            Generator = new LoadGeneratorUse(
                Cores(use.OwnBefore, use.OwnAfter, use.Took), line.Delay.Summary(), tally.StalledSends, setting.Times.FramesHeard),
            Problems = [.. calls.Select(call => call.Problem).OfType<string>().Take(MostProblems)],
        };
    }

    private static LoadServerUse ServerOf(LoadUse use) => new(
        Cores(use.Before, use.After, use.Took),
        use.Before?.RssKiB,
        [.. use.RssKiB.Where((_, place) => place % Math.Max(1, use.RssKiB.Count / 20) == 0)],
        use.After?.RssKiB,
        use.After?.Threads,
        use.After?.Managed?.Collections.Zip(use.Before?.Managed?.Collections ?? [], (after, before) => after - before).ToList(),
        use.After?.Managed?.PauseMs - use.Before?.Managed?.PauseMs is { } pause ? Math.Round(pause, 1) : null,
        use.After?.Managed?.HeapBytes / 1024);

    private static double? Cores(ProcessUse? before, ProcessUse? after, TimeSpan took) =>
        after?.CpuSeconds - before?.CpuSeconds is { } seconds ? Math.Round(seconds / took.TotalSeconds, 3) : null;

    private static double? PerMinute(double? used, double minutes) => used is { } value && minutes > 0 ? Math.Round(value / minutes, 4) : null;

    private sealed class TurnFigures
    {
        public Histogram Overhead { get; } = new();

        public Histogram FinalToModel { get; } = new();

        public Histogram TokenToVoice { get; } = new();

        public Histogram AudioToCaller { get; } = new();

        public Histogram VoiceToVoice { get; } = new();

        /// <summary>A turn counts when it went all the way.</summary>
        public void Add(TurnTimes turn, TimeProvider time)
        {
            if (turn.FinalSent == 0 || turn.ModelAsked == 0 || turn.TextReceived == 0 || turn.FirstFrame == 0)
            {
                return;
            }

            // What began ahead of the final transcript costs nothing after it.
            var parts = (
                Model: Between(turn.FinalSent, turn.ModelAsked, time),
                Voice: Between(turn.TokenSent, turn.TextReceived, time),
                Caller: Between(turn.AudioSent, turn.FirstFrame, time));
            FinalToModel.Add(parts.Model);
            TokenToVoice.Add(parts.Voice);
            AudioToCaller.Add(parts.Caller);
            Overhead.Add(parts.Model + parts.Voice + parts.Caller);
            if (turn.SpeechEnded != 0)
            {
                VoiceToVoice.Add(Between(turn.SpeechEnded, turn.FirstFrame, time));
            }
        }

        private static TimeSpan Between(long from, long to, TimeProvider time) => to > from ? time.GetElapsedTime(from, to) : TimeSpan.Zero;
    }
}
