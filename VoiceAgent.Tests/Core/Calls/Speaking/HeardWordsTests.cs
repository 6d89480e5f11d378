using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Calls.Speaking;

[Trait("Kind", "Unit")]
public sealed class HeardWordsTests
{
    /// <summary>"Hello there everybody": words begin at 0, 400 and 1,500 ms, after a pause of half a second; 3 s of audio so far.</summary>
    [Theory]
    [InlineData(true, 399, "", true)]
    [InlineData(true, 400, "Hello", false)]
    [InlineData(true, 899, "Hello", true)]
    [InlineData(true, 1000, "Hello there", false)]
    [InlineData(true, 1600, "Hello there", true)]
    [InlineData(true, 2200, "Hello there everybody", false)]
    [InlineData(false, 1100, "Hello", true)]
    [InlineData(false, 1600, "Hello there", true)]
    [InlineData(false, 2900, "Hello there", true)]
    [InlineData(false, 3000, "Hello there everybody", false)]
    public void A_word_is_heard_when_its_own_sound_has_ended(bool tellsEnds, int position, string heard, bool cutsWord)
    {
        var track = new SpeechTrack(1);
        track.AddText("Hello there everybody");
        track.Add(Milliseconds(3000), [Word("Hello", 0, 400, tellsEnds), Word("there", 400, 900, tellsEnds), Word("everybody", 1500, 2200, tellsEnds)]);

        Assert.Equal(heard, track.At(Milliseconds(position)).Heard);
        Assert.Equal(cutsWord, track.CutsWordAt(Milliseconds(position)));
    }

    [Fact]
    public void The_last_word_of_a_piece_counts_though_its_end_is_not_told_and_more_audio_has_come()
    {
        var track = new SpeechTrack(1);
        track.AddText("We open at eight. And close at six.");
        track.Add(Milliseconds(1600), [Word("We", 0), Word("open", 400), Word("at", 800), Word("eight.", 1000)]);
        track.Add(Milliseconds(1500), []);

        Assert.Equal(("We open at eight.", "And close at six."), track.At(Milliseconds(2000)));
    }

    [Fact]
    public void All_of_a_whole_utterance_is_heard_at_its_end_and_nothing_before_it_began()
    {
        var track = new SpeechTrack(1);
        track.AddText("Yes.");
        Assert.Equal((string.Empty, "Yes."), track.At(TimeSpan.Zero));

        track.Add(Milliseconds(300), [Word("Yes.", 0)]);
        track.Complete();
        Assert.Equal(("Yes.", null), track.At(Milliseconds(300)));
        Assert.False(track.CutsWordAt(Milliseconds(300)));
    }

    private static SpokenWord Word(string text, int start, int? end = null, bool tellsEnd = true) =>
        new(text, Milliseconds(start)) { End = tellsEnd && end is { } at ? Milliseconds(at) : null };

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
