using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Sandbox.Voices;

[Trait("Kind", "Unit")]
public sealed class VoiceTests
{
    private const string Text = "Hello, what are your opening hours on Sunday? I would like to come at 10.";

    // Times of installed voices are estimated, and a stop consonant is silent.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(40);

    public static TheoryData<string> Voices => [.. Installed().Select(voice => voice.Name)];

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task Speech_has_the_words_as_written_in_order_and_their_sound(string name)
    {
        var speech = await Installed().Single(voice => voice.Name == name).SpeakAsync(Text, TestContext.Current.CancellationToken);

        Assert.Equal(Text.Split(' '), speech.Words.Select(word => word.Text));
        Assert.InRange(speech.Samples.Length / 8000.0, 2, 9);
        Assert.All(speech.Words, word => Assert.True(word.End > word.Start));
        Assert.All(speech.Words.Zip(speech.Words.Skip(1)), pair => Assert.True(pair.Second.Start >= pair.First.End));
        Assert.All(speech.Words, word => Assert.True(Level(speech, word.Start - Slack, word.End + Slack) > 200, word.Text));
        Assert.True(Level(speech, speech.Words[0].Start, speech.Words[^1].End) < 12_000);
    }

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task There_is_a_pause_between_sentences(string name)
    {
        var speech = await Installed().Single(voice => voice.Name == name).SpeakAsync(Text, TestContext.Current.CancellationToken);

        var question = speech.Words.Single(word => word.Text == "Sunday?");
        var next = speech.Words.Single(word => word.Text == "I");
        Assert.True(next.Start - question.End >= TimeSpan.FromMilliseconds(100));
        Assert.True(Level(speech, question.End, next.Start) < 120);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  … ?!")]
    public async Task Nothing_to_say_is_no_sound(string text)
    {
        foreach (var voice in Installed())
        {
            Assert.Empty((await voice.SpeakAsync(text, TestContext.Current.CancellationToken)).Words);
        }
    }

    [Theory]
    [InlineData("-voice kal --help; rm -rf / `id` $(id) \"quoted\"")]
    [InlineData("Grüße aus Köln, ça va?")]
    public async Task Odd_text_is_text_and_nothing_else(string text)
    {
        foreach (var voice in Installed())
        {
            Assert.NotEmpty((await voice.SpeakAsync(text, TestContext.Current.CancellationToken)).Words);
        }
    }

    [Fact]
    public async Task The_built_in_voice_always_says_the_same_text_in_the_same_way()
    {
        var first = await new BuiltInVoice().SpeakAsync(Text, TestContext.Current.CancellationToken);
        var second = await new BuiltInVoice().SpeakAsync(Text, TestContext.Current.CancellationToken);

        Assert.Equal(first.Samples, second.Samples);
    }

    [Fact]
    public async Task A_text_is_spoken_once_and_remembered_and_a_broken_voice_is_replaced()
    {
        var counting = new CountingVoice();
        using var cached = new CachedVoice(counting);

        var first = await cached.SpeakAsync("Hello", TestContext.Current.CancellationToken);
        var second = await cached.SpeakAsync("Hello", TestContext.Current.CancellationToken);

        Assert.Same(first, second);
        Assert.Equal(1, counting.Count);
        Assert.Equal("Hello", Assert.Single(first.Words).Text);
    }

    [Theory]
    [InlineData(16000)]
    [InlineData(22050)]
    public void Lowering_the_rate_keeps_a_tone_and_removes_what_would_alias(int rate)
    {
        var tone = SampleRateConverter.Convert(Tone(1000, rate), rate, 8000);
        var expected = Tone(1000, 8000);
        var alias = SampleRateConverter.Convert(Tone(5000, rate), rate, 8000);

        Assert.Equal(8000, tone.Length);
        for (var i = 400; i < 7600; i++)
        {
            Assert.InRange(tone[i] - expected[i], -30, 30);
            Assert.InRange(alias[i], (short)-30, (short)30);
        }
    }

    [Fact]
    public void A_file_that_is_no_wave_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => WavReader.Read(new byte[3]));
        Assert.Throws<InvalidDataException>(() => WavReader.Read("RIFF0000WAVEdata"u8));
    }

    private static List<IVoice> Installed()
    {
        IVoice?[] voices = [new BuiltInVoice(), ProgramVoice.FindFlite(TimeProvider.System), ProgramVoice.FindEspeak(TimeProvider.System)];
        return [.. voices.OfType<IVoice>()];
    }

    private static short[] Tone(double frequency, int rate) =>
        [.. Enumerable.Range(0, rate).Select(i => (short)Math.Round(10_000 * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    private static double Level(SynthesizedSpeech speech, TimeSpan from, TimeSpan to)
    {
        var samples = speech.Samples[(int)(from.TotalSeconds * 8000)..Math.Min(speech.Samples.Length, (int)(to.TotalSeconds * 8000))];
        return Math.Sqrt(samples.Average(sample => (double)sample * sample));
    }

    private sealed class CountingVoice : IVoice
    {
        public int Count { get; private set; }

        public string Name => "broken";

        public Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken)
        {
            Count++;
            throw new TimeoutException();
        }
    }
}
