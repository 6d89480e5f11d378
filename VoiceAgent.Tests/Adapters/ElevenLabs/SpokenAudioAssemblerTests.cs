using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

[Trait("Kind", "Unit")]
public sealed class SpokenAudioAssemblerTests
{
    [Fact]
    public void Words_start_where_their_first_character_sounds_counted_from_the_first_audio()
    {
        var assembler = new SpokenAudioAssembler(AudioFormat.Pcmu);

        var first = assembler.Add(Message(8000, ["H", "i", " ", "y", "o", "u", ".", " "], [0, 50, 100, 150, 200, 250, 300, 350]));
        var second = assembler.Add(Message(4000, ["G", "o", "."], [10, 60, 90]));

        Assert.Equal([new SpokenWord("Hi", Milliseconds(0)), new SpokenWord("you.", Milliseconds(150))], first?.Words);
        Assert.Equal([new SpokenWord("Go.", Milliseconds(1010))], second?.Words);
        Assert.Equal(TimeSpan.FromSeconds(0.5), second?.Frame.Duration);
        Assert.Null(assembler.Finish());
    }

    [Fact]
    public void A_word_split_between_messages_is_one_word()
    {
        var assembler = new SpokenAudioAssembler(AudioFormat.Pcmu);

        Assert.Empty(assembler.Add(Message(800, ["H", "e", "l"], [20, 40, 60]))!.Words);
        Assert.Equal([new SpokenWord("Hello", Milliseconds(20))], assembler.Add(Message(800, ["l", "o", " "], [0, 20, 40]))!.Words);
    }

    [Fact]
    public void A_last_word_that_nothing_ends_comes_at_the_finish()
    {
        var assembler = new SpokenAudioAssembler(AudioFormat.Pcmu);
        assembler.Add(Message(800, ["H", "i"], [20, 40]));

        var rest = assembler.Finish();

        Assert.Equal([new SpokenWord("Hi", Milliseconds(20))], rest?.Words);
        Assert.True(rest?.Frame.Data.IsEmpty);
    }

    [Fact]
    public void Audio_without_times_has_no_words()
    {
        var audio = new SpokenAudioAssembler(AudioFormat.Pcmu).Add(ElevenLabsProtocolTests.Parse("""{"audio":"AQID","alignment":null,"normalizedAlignment":null}"""));

        Assert.Equal([1, 2, 3], audio?.Frame.Data.ToArray());
        Assert.Equal(AudioFormat.Pcmu, audio?.Frame.Format);
        Assert.Empty(audio!.Words);
    }

    [Fact]
    public void A_sample_split_between_messages_stays_whole()
    {
        var assembler = new SpokenAudioAssembler(new AudioFormat(AudioEncoding.Linear16, 8000));

        var first = assembler.Add(ElevenLabsProtocolTests.Parse("""{"audio":"AQID"}"""));
        var second = assembler.Add(ElevenLabsProtocolTests.Parse("""{"audio":"BAUG"}"""));

        Assert.Equal([1, 2], first?.Frame.Data.ToArray());
        Assert.Equal([3, 4, 5, 6], second?.Frame.Data.ToArray());
    }

    [Fact]
    public void Both_spellings_of_the_times_are_read_and_uneven_lists_do_no_harm()
    {
        var audio = new SpokenAudioAssembler(AudioFormat.Pcmu).Add(ElevenLabsProtocolTests.Parse(
            """{"audio":"AQID","normalizedAlignment":{"charsStartTimesMs":[5,7],"charsDurationsMs":[2,2],"chars":["H",".","x"]}}"""));

        Assert.Equal([new SpokenWord("H.", Milliseconds(5)) { End = Milliseconds(9) }], audio?.Words);
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);

    private static StreamInputMessage Message(int bytes, string[] chars, double[] starts)
    {
        var alignment = new StreamInputAlignment();
        alignment.Chars.AddRange(chars);
        alignment.StartsMs.AddRange(starts);
        return new StreamInputMessage { Audio = new byte[bytes], Alignment = alignment };
    }
}
