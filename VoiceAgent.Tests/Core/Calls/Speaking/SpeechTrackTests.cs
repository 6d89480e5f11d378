using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Tests.Core.Calls.Speaking;

[Trait("Kind", "Unit")]
public sealed class SpeechTrackTests
{
    private const string Written = "It costs $12.50 today.";
    private static readonly SpokenText English = SpokenText.For("en-US", []);

    [Theory]
    [InlineData(0.5, "", Written)]
    [InlineData(2.0, "It costs", "$12.50 today.")]
    [InlineData(3.5, "It costs", "$12.50 today.")]
    [InlineData(6.9, "It costs", "$12.50 today.")]
    [InlineData(7.0, "It costs $12.50", "today.")]
    [InlineData(8.0, Written, null)]
    public void An_amount_is_heard_with_the_last_of_the_words_that_say_it(double position, string heard, string? unheard)
    {
        var track = new SpeechTrack(1);
        var line = English.Say(Written);
        track.AddText(line);
        var words = line.Spoken.Split(' ').Select((word, index) => new SpokenWord(word, TimeSpan.FromSeconds(index))).ToArray();
        track.Add(TimeSpan.FromSeconds(words.Length), words);
        track.Complete();

        Assert.Equal((heard, unheard), track.At(TimeSpan.FromSeconds(position)));
    }

    [Fact]
    public void Without_times_the_length_of_what_is_said_tells()
    {
        var track = new SpeechTrack(1);
        var line = English.Say(Written);
        track.AddText(line);
        track.Add(TimeSpan.FromSeconds(line.Spoken.Length + 1), []);
        track.Complete();

        Assert.Equal(("It costs", "$12.50 today."), track.At(TimeSpan.FromSeconds(line.Spoken.IndexOf("cents", StringComparison.Ordinal) - 1)));
        Assert.Equal(("It costs $12.50", "today."), track.At(TimeSpan.FromSeconds(line.Spoken.IndexOf("today", StringComparison.Ordinal))));
    }

    [Fact]
    public void Words_of_several_pieces_are_counted_on()
    {
        var track = new SpeechTrack(1);
        track.AddText(English.Say("At 9:00, then."));
        track.AddText(English.Say("Or 10%."));
        string[] spoken = ["At", "nine", "o'clock,", "then.", "Or", "ten", "percent."];
        track.Add(TimeSpan.FromSeconds(7), [.. spoken.Select((word, index) => new SpokenWord(word, TimeSpan.FromSeconds(index)))]);

        Assert.Equal(("At 9:00, then. Or", "10%."), track.At(TimeSpan.FromSeconds(6)));
        Assert.Equal("At 9:00, then. Or 10%.", track.Text);
        Assert.Equal(5, track.WordsWritten);
    }
}
