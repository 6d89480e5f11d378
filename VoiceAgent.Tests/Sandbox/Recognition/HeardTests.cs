using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Sandbox.Recognition;

[Trait("Kind", "Unit")]
public sealed class HeardTests
{
    private const string Question = "Hello, what are your opening hours on Sunday?";

    private readonly UtteranceIndex _index = new();
    private readonly BuiltInVoice _voice = new();

    public static TheoryData<string> Paths => ["plain", "mulaw", "alaw", "mulaw then alaw", "alaw then mulaw"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_utterance_is_heard_word_for_word_after_its_codecs(string path)
    {
        var speech = await SayAsync(Question);

        var events = Listen(Through(path, Framed(speech)), chunk: 160);

        Assert.Equal(Question, Text(events));
        Assert.IsType<HeardEvent.SpeechStarted>(events[0]);
        Assert.IsType<HeardEvent.SpeechEnded>(events[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(800)]
    [InlineData(5000)]
    public async Task The_size_of_the_chunks_does_not_matter(int chunk)
    {
        var speech = await SayAsync(Question);

        Assert.Equal(Question, Text(Listen(Through("mulaw", Framed(speech)), chunk)));
    }

    [Fact]
    public async Task It_is_found_again_after_samples_were_lost()
    {
        var speech = await SayAsync(Question);
        var audio = Through("mulaw", Framed(speech)).ToList();
        audio.RemoveRange(6000, 53);

        Assert.Equal(Question, Text(Listen([.. audio], 160)));
    }

    [Fact]
    public async Task A_pause_within_a_word_costs_no_word_and_makes_none_twice()
    {
        var speech = await SayAsync(Question);
        var audio = Through("mulaw", Framed(speech)).ToList();

        var heard = Enumerable.Range(0, audio.Count / FrameHash.Length)
            .Select(frame => audio[..(frame * FrameHash.Length)].Concat(new short[2 * FrameHash.Length]).Concat(audio[(frame * FrameHash.Length)..]))
            .Select(paused => Text(Listen([.. paused], 160)));

        Assert.All(heard, text => Assert.Equal(Question, text));
    }

    [Fact]
    public async Task Words_come_when_they_are_spoken_with_their_place_in_the_stream()
    {
        var speech = await SayAsync(Question);
        short[] audio = [.. new short[8000], .. Framed(speech)];

        var heard = _index.Listen(TimeSpan.FromMilliseconds(300));
        var events = new List<HeardEvent>();
        var known = 0;
        for (var start = 0; start < audio.Length; start += 160)
        {
            heard.Listen(Through("mulaw", audio[start..Math.Min(audio.Length, start + 160)]), events);
            foreach (var word in events.Skip(known).OfType<HeardEvent.Word>())
            {
                Assert.InRange(heard.Position, word.Start, word.End + TimeSpan.FromMilliseconds(40));
            }

            known = events.Count;
        }

        Assert.Equal(
            speech.Words.Select(word => (word.Text, word.Start + TimeSpan.FromSeconds(1), word.End + TimeSpan.FromSeconds(1))),
            events.OfType<HeardEvent.Word>().Select(word => (word.Text, word.Start, word.End)));
    }

    [Fact]
    public async Task Speech_ends_when_the_silence_has_lasted_for_the_endpointing_time()
    {
        var speech = await SayAsync("Goodbye");

        var events = Listen(Through("alaw", Framed(speech)), 160);

        var ended = Assert.Single(events.OfType<HeardEvent.SpeechEnded>());
        Assert.Equal(TimeSpan.FromMilliseconds(300), ended.Noticed - ended.At);
        Assert.InRange(ended.At, speech.Words[^1].Start, TimeSpan.FromSeconds((double)speech.Samples.Length / 8000));
    }

    [Fact]
    public async Task Speech_that_nobody_registered_and_noise_are_heard_as_nothing()
    {
        await SayAsync(Question);
        var stranger = await _voice.SpeakAsync("The weather is lovely today", CancellationToken.None);
        var noise = new Random(7);
        short[] audio = [.. Framed(stranger), .. Enumerable.Range(0, 8000).Select(_ => (short)noise.Next(-9000, 9000))];

        Assert.Empty(Listen(Through("mulaw", audio), 160));
    }

    [Fact]
    public async Task Utterances_that_begin_alike_are_told_apart()
    {
        await SayAsync("Yes");
        await SayAsync("Yes please, tomorrow");
        var speech = await SayAsync("Yes please, on Monday");

        Assert.Equal("Yes please, on Monday", Text(Listen(Through("mulaw", Framed(speech)), 160)));
    }

    [Fact]
    public async Task Two_utterances_and_one_said_twice_are_heard_one_after_the_other()
    {
        var first = await SayAsync(Question);
        var second = await SayAsync("Thank you, goodbye");
        _index.Register(first);
        short[] audio = [.. Framed(first), .. Framed(second), .. Framed(first)];

        var events = Listen(Through("mulaw", audio), 160);

        Assert.Equal($"{Question} Thank you, goodbye {Question}", Text(events));
        Assert.Equal(3, events.OfType<HeardEvent.SpeechEnded>().Count());
    }

    [Fact]
    public async Task An_utterance_cut_off_in_the_middle_gives_the_words_spoken_until_then()
    {
        var speech = await SayAsync(Question);
        var cut = speech.Words[3].End.TotalSeconds * 8000;
        short[] audio = [.. speech.Samples[..(int)cut], .. new short[8000]];

        Assert.Equal("Hello, what are your", Text(Listen(Through("mulaw", audio), 160)));
    }

    [Fact]
    public async Task The_voice_installed_here_is_heard_word_for_word_too()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var speech = await server.Voice.SpeakAsync(Question, TestContext.Current.CancellationToken);
        _index.Register(speech);

        Assert.Equal(Question, Text(Listen(Through("alaw then mulaw", Framed(speech)), 160)));
    }

    [Fact]
    public async Task The_oldest_speech_is_forgotten_when_there_is_too_much()
    {
        var index = new UtteranceIndex(TimeSpan.FromSeconds(5));
        var first = await _voice.SpeakAsync("This was said first", CancellationToken.None);
        var last = await _voice.SpeakAsync("And this was said last", CancellationToken.None);
        index.Register(first);
        foreach (var middle in new[] { "One sentence of many", "Another sentence of many", "Yet another one of them" })
        {
            index.Register(await _voice.SpeakAsync(middle, CancellationToken.None));
        }

        index.Register(last);
        var events = new List<HeardEvent>();
        var heard = index.Listen(TimeSpan.FromMilliseconds(300));
        heard.Listen([.. Framed(first), .. Framed(last)], events);

        Assert.Equal("And this was said last", Text(events));
    }

    private static short[] Framed(SynthesizedSpeech speech) => [.. speech.Samples, .. new short[160 - (speech.Samples.Length % 160) + 8000]];

    private static short[] Through(string path, short[] audio) => path.Split(" then ").Aggregate(audio, (samples, codec) => codec switch
    {
        "mulaw" => Array.ConvertAll(samples, sample => G711.DecodeMulaw(G711.EncodeMulaw(sample))),
        "alaw" => Array.ConvertAll(samples, sample => G711.DecodeAlaw(G711.EncodeAlaw(sample))),
        _ => samples,
    });

    private static string Text(IEnumerable<HeardEvent> events) => string.Join(' ', events.OfType<HeardEvent.Word>().Select(word => word.Text));

    private async Task<SynthesizedSpeech> SayAsync(string text)
    {
        var speech = await _voice.SpeakAsync(text, CancellationToken.None);
        _index.Register(speech);
        return speech;
    }

    private List<HeardEvent> Listen(short[] audio, int chunk)
    {
        var heard = _index.Listen(TimeSpan.FromMilliseconds(300));
        var events = new List<HeardEvent>();
        for (var start = 0; start < audio.Length; start += chunk)
        {
            heard.Listen(audio.AsSpan(start, Math.Min(chunk, audio.Length - start)), events);
        }

        return events;
    }
}
