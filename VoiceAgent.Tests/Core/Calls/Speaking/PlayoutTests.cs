using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls.Speaking;

[Trait("Kind", "Unit")]
public sealed class PlayoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Audio_is_sent_only_a_little_ahead_of_what_is_heard() => Run(async (time, media, playout) =>
    {
        await Speak(playout, 0, "one two three four", 4);
        await Task.Delay(TimeSpan.FromSeconds(2), time);

        Assert.All(media.Played, frame => Assert.InRange(frame.From - frame.SentAt, TimeSpan.Zero, TimeSpan.FromMilliseconds(280)));
        Assert.Equal("one two", playout.Heard()?.Heard);
    });

    [Fact]
    public void Audio_that_the_carrier_may_hold_goes_out_in_one_message() => Run(async (time, media, playout) =>
    {
        await Speak(playout, 0, "one two three four", 4);
        await Task.Delay(Second, time);

        // At most 300 ms at first, then 100 ms whenever so much has been played.
        Assert.InRange(media.Sends, 10, 13);
        Assert.All(media.Played, frame => Assert.Equal(Playout.FrameDuration, frame.To - frame.From));
        Assert.InRange(media.Played[^1].To, TimeSpan.FromMilliseconds(1200), TimeSpan.FromMilliseconds(1300));
    });

    [Fact]
    public void A_turn_is_finished_when_its_last_mark_came_back() => Run(async (time, media, playout) =>
    {
        var track = await Speak(playout, 0, "one two", 2);
        await playout.FinishAsync(track, CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(2), time.Now);
        Assert.Empty(media.Clears);
    });

    [Fact]
    public void A_cut_tells_the_words_heard_and_nothing_follows_the_clear() => Run(async (time, media, playout) =>
    {
        await Speak(playout, 0, "one two three four", 4);
        await Task.Delay(TimeSpan.FromMilliseconds(2100), time);

        Assert.Equal(("one two", "three four"), Words(playout.Cut(0)));
        Assert.Null(playout.Cut(0));
        await Task.Delay(Second, time);

        Assert.Equal([TimeSpan.FromMilliseconds(2100)], media.Clears);
        Assert.Equal(TimeSpan.FromMilliseconds(2100), media.Played[^1].To);
    });

    [Fact]
    public void A_pause_keeps_what_was_not_heard_and_goes_on_with_it() => Run(async (time, media, playout) =>
    {
        var track = await Speak(playout, 0, "one two three", 3);
        await Task.Delay(TimeSpan.FromMilliseconds(1500), time);
        playout.Pause();
        playout.Pause();
        await Task.Delay(Second, time);
        playout.Resume();
        track.Complete();
        await playout.FinishAsync(track, CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(4), time.Now);
        Assert.Single(media.Clears);
        Assert.Equal("one two three", playout.Heard()?.Heard);
    });

    [Fact]
    public void A_pause_after_everything_was_sent_still_plays_the_rest() => Run(async (time, media, playout) =>
    {
        var track = await Speak(playout, 0, "one two", 2);
        var finished = playout.FinishAsync(track, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(1900), time);
        playout.Pause();
        await Task.Delay(Second, time);
        Assert.False(finished.IsCompleted);
        playout.Resume();
        await finished;

        Assert.Equal(TimeSpan.FromSeconds(3), time.Now);
        Assert.Equal(100, media.Played.Count);
    });

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0-99999999999999999999")]
    [InlineData("7-1")]
    [InlineData("-1")]
    public void Marks_of_others_are_ignored(string name) => Run(async (time, _, playout) =>
    {
        await Speak(playout, 0, "one two", 2);
        await Task.Delay(TimeSpan.FromMilliseconds(500), time);

        playout.MarkReturned(name);

        Assert.Equal(string.Empty, playout.Heard()?.Heard);
    });

    [Fact]
    public void Audio_of_a_turn_that_is_over_is_dropped() => Run(async (time, media, playout) =>
    {
        var old = await Speak(playout, 0, "one two", 2);
        playout.Cut(0);
        await Speak(playout, 1, "three", 1);
        await playout.WriteAsync(old, new byte[8000], CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(2), time);

        Assert.Equal(50, media.Played.Count);
    });

    private static void Run(Func<VirtualTime, LoopbackMediaStream, Playout, Task> test) => VirtualTime.Run(async time =>
    {
        using var media = new LoopbackMediaStream(time);
        using var playout = new Playout(media, time, _ => { });
        await using var scope = new TaskScope(CancellationToken.None);
        scope.Start("playout", playout.RunAsync);
        scope.Start("receive", async token =>
        {
            await foreach (var happened in media.ReceiveAsync(token))
            {
                if (happened is VoiceAgent.Core.Telephony.MediaEvent.MarkReturned mark)
                {
                    playout.MarkReturned(mark.Name);
                }
            }
        });
        await test(time, media, playout);
    });

    [Fact]
    public void A_carrier_that_lags_behind_has_played_less() => Run(async (time, media, playout) =>
    {
        media.Lag = TimeSpan.FromMilliseconds(300);
        await Speak(playout, 0, "one two three four", 4);
        await Task.Delay(TimeSpan.FromMilliseconds(2200), time);

        Assert.Equal(("one", "two three four"), Words(playout.Cut(0)));
    });

    // One second for each word.
    private static async Task<SpeechTrack> Speak(Playout playout, int turnId, string text, int seconds)
    {
        var track = playout.Begin(turnId);
        track.AddText(text);
        var words = text.Split(' ').Select((word, index) => new SpokenWord(word, index * Second)).ToArray();
        track.Add(seconds * Second, words);
        await playout.WriteAsync(track, new byte[AudioFormat.Pcmu.BytesFor(seconds * Second)], CancellationToken.None);
        return track;
    }

    private static (string Heard, string? Unheard) Words(VoiceAgent.Core.Conversations.ConversationEvent.TurnCut? cut) => (cut!.Heard, cut.Unheard);
}
