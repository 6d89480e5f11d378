namespace VoiceAgent.Sandbox.Reliability;

/// <summary>What the frames of a call tell about silence.</summary>
internal static class FaultTimes
{
    private const int FrameMilliseconds = 20;

    // The pause between two words is none of the agent's silences.
    private const int FramesBetweenWords = 15;

    /// <summary>The longest time in one piece that the agent was not heard while the caller waited for it.</summary>
    public static int LongestSilence(IReadOnlyList<FaultFrame> frames) => FrameMilliseconds * LongestRun(frames, 0, frames.Count);

    /// <summary>
    /// From the fault to the next sound of the agent. Counts from the moment at which the agent owes something again where it owed nothing
    /// when the fault struck: the caller was speaking, or everything was said. Where the agent was being heard at that moment, the next
    /// sound is the one after the longest pause in the rest of that answer: what was in the air before the fault does not count as
    /// recovery. Null when nothing was heard any more, and where there was no call any more.
    /// </summary>
    public static int? Recovery(IReadOnlyList<FaultFrame> frames, long fault)
    {
        var at = 0;
        while (at < frames.Count && (frames[at].At < fault || !frames[at].IsOwed))
        {
            at++;
        }

        if (at == frames.Count)
        {
            return null;
        }

        var wasHeard = false;
        for (var i = Math.Max(0, at - FramesBetweenWords); i <= at; i++)
        {
            wasHeard |= frames[i].IsLoud && frames[i].IsOwed && frames[i].Step == frames[at].Step;
        }

        if (wasHeard)
        {
            var end = at;
            while (end < frames.Count && frames[end].Step == frames[at].Step && frames[end].IsOwed)
            {
                end++;
            }

            return FrameMilliseconds * LongestRun(frames, at, end);
        }

        var sound = at;
        while (sound < frames.Count && !frames[sound].IsLoud)
        {
            sound++;
        }

        return sound < frames.Count ? FrameMilliseconds * (sound - at) : null;
    }

    private static int LongestRun(IReadOnlyList<FaultFrame> frames, int from, int to)
    {
        var longest = 0;
        var run = 0;
        for (var i = from; i < to; i++)
        {
            run = frames[i] is { IsOwed: true, IsLoud: false } ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
