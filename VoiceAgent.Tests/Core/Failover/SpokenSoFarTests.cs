using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Failover;

[Trait("Kind", "Unit")]
public sealed class SpokenSoFarTests
{
    private static readonly string[] Text = ["We open at eight.", "On Sundays we are closed."];
    private readonly ManualTime _time = new();

    [Fact]
    public void Words_leave_when_they_are_whole()
    {
        using var spoken = new SpokenSoFar(_time);

        Assert.Empty(spoken.Add(Made(300, Word("We", 0)))!.Words);
        Assert.Equal(["We", "open"], spoken.Add(Made(300, Word("open", 300, 590)))!.Words.Select(word => word.Text));
        Assert.Equal(["at"], spoken.Add(Made(300, Word("at", 600), Word("eight.", 900)))!.Words.Select(word => word.Text));
        Assert.Equal(["eight."], spoken.End(AudioFormat.Pcmu)!.Words.Select(word => word.Text));
        Assert.Equal(900, spoken.Sent.TotalMilliseconds);
    }

    [Fact]
    public void A_word_that_is_not_whole_is_held_back_while_the_caller_has_enough_to_hear()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(1000, Word("We", 0), Word("open", 500)));

        var second = spoken.Add(Made(400, Word("at", 1000), Word("eight.", 1200)));

        Assert.Equal(200, second!.Frame.Duration.TotalMilliseconds);
        Assert.Equal("eight. On Sundays we are closed.", spoken.Cut(Text, tellsWords: true));
        Assert.Equal(1200, spoken.Sent.TotalMilliseconds);
    }

    [Fact]
    public void Held_audio_leaves_with_the_next()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(1000, Word("We", 0)));
        spoken.Add(Made(400, Word("open", 1200)));

        var third = spoken.Add(Made(400, Word("at", 1600)));

        Assert.Equal(400, third!.Frame.Duration.TotalMilliseconds);
        Assert.Equal(["open"], third.Words.Select(word => word.Text));
        Assert.Equal(200, spoken.End(AudioFormat.Pcmu)!.Frame.Duration.TotalMilliseconds);
    }

    [Fact]
    public void Every_byte_leaves_once_and_in_order()
    {
        using var spoken = new SpokenSoFar(_time);
        var random = new Random(11);
        var made = new List<byte>();
        var left = new List<byte>();
        var start = 0;
        for (var i = 0; i < 200; i++)
        {
            var audio = new byte[random.Next(0, 3000)];
            random.NextBytes(audio);
            made.AddRange(audio);
            var words = new List<SpokenWord>();
            for (; start < made.Count / 8 && random.Next(4) > 0; start += random.Next(20, 400))
            {
                words.Add(random.Next(2) == 0 ? Word("word", start) : Word("word", start, start + 10));
            }

            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 300)));
            left.AddRange(spoken.Add(new SpokenAudio(new AudioFrame(audio, AudioFormat.Pcmu), words))?.Frame.Data.ToArray() ?? []);
        }

        left.AddRange(spoken.End(AudioFormat.Pcmu)?.Frame.Data.ToArray() ?? []);
        Assert.Equal(made, left);
    }

    [Fact]
    public void A_voice_that_is_only_just_in_time_is_not_held_back()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(300, Word("We", 0), Word("open", 200)));

        Assert.Equal(300, spoken.Sent.TotalMilliseconds);
        Assert.Equal("open at eight.", spoken.Cut([Text[0]], tellsWords: true));
    }

    [Fact]
    public void A_word_whose_end_was_told_is_not_spoken_again()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(300, Word("We", 0, 200), Word("open", 200, 300)));

        Assert.Equal("at eight.", spoken.Cut([Text[0]], tellsWords: true));
    }

    [Fact]
    public void The_words_of_the_next_voice_follow_on_the_same_time_line()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(400, Word("We", 0, 200), Word("open", 200, 400)));
        spoken.Cut(Text, tellsWords: true);

        var next = spoken.Add(Made(500, Word("at", 0, 200), Word("eight.", 200, 500)));

        Assert.Equal([400, 600], next!.Words.Select(word => word.Start.TotalMilliseconds));
        Assert.Equal("On Sundays we are closed.", spoken.Cut(Text, tellsWords: true));
        Assert.Equal("On Sundays we are closed.", spoken.Cut(Text, tellsWords: false));
    }

    [Fact]
    public void Words_told_otherwise_than_written_count_by_their_letters()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(900, Word("It", 0, 200), Word("costs", 200, 400), Word("forty", 400, 600), Word("two", 600, 800), Word("euros", 800, 900)));

        Assert.Equal("a piece.", spoken.Cut(["It costs forty-two euros a piece."], tellsWords: true));
    }

    [Fact]
    public void Without_word_times_the_length_tells()
    {
        using var spoken = new SpokenSoFar(_time);
        spoken.Add(Made(700));

        Assert.Equal("eight.", spoken.Cut([Text[0]], tellsWords: false));
    }

    private static SpokenAudio Made(int milliseconds, params SpokenWord[] words) =>
        new(new AudioFrame(new byte[8 * milliseconds], AudioFormat.Pcmu), words);

    private static SpokenWord Word(string text, int start, int? end = null) =>
        new(text, TimeSpan.FromMilliseconds(start)) { End = end is { } ms ? TimeSpan.FromMilliseconds(ms) : null };
}
