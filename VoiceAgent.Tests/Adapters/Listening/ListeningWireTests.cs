using System.Threading.Channels;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Listening;

/// <summary>What goes over the wire to each provider, byte by byte, and how a session ends.</summary>
[Trait("Kind", "Adapter")]
public sealed class ListeningWireTests
{
    private const string Terminate = """{"type":"Terminate"}""";
    private const string CloseStream = """{"type":"CloseStream"}""";

    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public async Task Soniox_gets_its_settings_each_frame_as_it_is_and_an_empty_message()
    {
        var received = new List<string>();
        await using var provider = await StartAsync(ProviderName.Soniox, async socket =>
        {
            received.AddRange(await socket.ReceiveUntilAsync(string.Empty));
            await socket.SendAsync("""{"tokens":[{"text":"Hello.","is_final":true}],"final_audio_proc_ms":1,"total_audio_proc_ms":1}""");
            await socket.SendAsync("""{"tokens":[],"finished":true}""");
            await socket.SilenceAsync();
        });

        var events = await Soniox(provider, Frames([1, 2], [], [3])).ToListAsync();

        Assert.StartsWith("{\"model\":\"stt-rt-v5\"", received[0], StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedProvider.Key, received[0], StringComparison.Ordinal);
        Assert.Equal(["binary:0102", "binary:03", string.Empty], received[1..]);
        Assert.Equal([new SpeechEvent.Interim("Hello."), new SpeechEvent.Final("Hello.", EndOfSpeech: false)], events);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(("/transcribe-websocket", $"Bearer {ScriptedProvider.Key}"), (request.Path, request.Headers["Authorization"]));
    }

    [Fact]
    public async Task Soniox_is_kept_alive_while_no_audio_comes_and_closed_when_none_ever_came()
    {
        const string KeepAlive = """{"type":"keepalive"}""";
        var audio = Channel.CreateUnbounded<AudioFrame>();
        var last = string.Empty;
        var time = new ManualTime();
        await using var provider = await StartAsync(ProviderName.Soniox, async socket =>
        {
            await socket.ReceiveAsync();
            await time.RunUntilAsync(socket.ReceiveUntilAsync(KeepAlive));
            await time.RunUntilAsync(socket.ReceiveUntilAsync(KeepAlive));
            audio.Writer.Complete();
            last = (await socket.ReceiveUntilAsync("close:1000"))[^1];
            await socket.CloseAsync(1000);
        });

        Assert.Empty(await Soniox(provider, audio.Reader.ReadEachAsync(CancellationToken.None), time).ToListAsync());
        Assert.Equal("close:1000", last);
    }

    [Fact]
    public async Task AssemblyAI_gets_pieces_of_sixty_milliseconds_after_its_Begin_and_the_last_one_filled_up()
    {
        var received = new List<string>();
        await using var provider = await StartAsync(ProviderName.AssemblyAI, async socket =>
        {
            await socket.SendAsync("""{"type":"Begin","id":"de5d9927","expires_at":4102444800}""");
            received.AddRange(await socket.ReceiveUntilAsync(Terminate));
            await socket.SendAsync("""{"type":"Turn","turn_order":0,"end_of_turn":true,"transcript":"hello","words":[]}""");
            await socket.SendAsync("""{"type":"Termination"}""");
            await socket.SilenceAsync();
        });

        var events = await AssemblyAI(provider, Frames(Frame(1), Frame(2), Frame(3), Frame(4)), Phone).ToListAsync();

        Assert.Equal(
            [
                $"binary:{Hex(1, 160)}{Hex(2, 160)}{Hex(3, 160)}",
                $"binary:{Hex(4, 160)}{Hex(0xFF, 320)}",
                """{"type":"ForceEndpoint"}""",
                Terminate,
            ],
            received);
        Assert.Equal([new SpeechEvent.Final("hello", EndOfSpeech: true) { EndOfTurn = true }], events);
        Assert.Equal(ScriptedProvider.Key, Assert.Single(provider.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task AssemblyAI_gets_A_law_as_the_samples_it_stands_for()
    {
        var received = string.Empty;
        await using var provider = await StartAsync(ProviderName.AssemblyAI, async socket =>
        {
            await socket.SendAsync("""{"type":"Begin","id":"de5d9927"}""");
            received = await socket.ReceiveAsync();
            await socket.ReceiveUntilAsync(Terminate);
            await socket.SendAsync("""{"type":"Termination"}""");
            await socket.CloseAsync(1000);
        });
        byte[] alaw = [0x55, 0xD5, 0x00, 0x80];

        await AssemblyAI(provider, Frames(alaw), Phone with { Format = AudioFormat.Pcma }).ToListAsync();

        var samples = string.Concat(alaw.Select(code => Convert.ToHexString(BitConverter.GetBytes(G711.DecodeAlaw(code)))));
        Assert.Equal($"binary:{samples}{new string('0', (960 - 8) * 2)}", received);
    }

    [Fact]
    public async Task AssemblyAI_that_does_not_begin_is_a_timeout()
    {
        var time = new ManualTime();
        await using var provider = await StartAsync(ProviderName.AssemblyAI, socket => time.RunUntilAsync(socket.SilenceAsync()));

        var error = await Assert.ThrowsAsync<ProviderException>(async () => await AssemblyAI(provider, Frames([1]), Phone, time).ToListAsync());

        Assert.Equal(ProviderErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task Flux_gets_pieces_of_eighty_milliseconds_and_the_words_of_an_open_turn_are_kept()
    {
        var received = new List<string>();
        await using var provider = await StartAsync(ProviderName.Deepgram, async socket =>
        {
            received.AddRange(await socket.ReceiveUntilAsync(CloseStream));
            await socket.SendAsync("""{"type":"TurnInfo","event":"Update","transcript":"Hello"}""");
            await socket.CloseAsync(1000);
        });

        var events = await Flux(provider, Frames(Frame(1), Frame(2), Frame(3), Frame(4), Frame(5))).ToListAsync();

        Assert.Equal([$"binary:{Hex(1, 160)}{Hex(2, 160)}{Hex(3, 160)}{Hex(4, 160)}", $"binary:{Hex(5, 160)}", CloseStream], received);
        Assert.Equal([new SpeechEvent.Interim("Hello"), new SpeechEvent.Final("Hello", EndOfSpeech: false)], events);
    }

    [Fact]
    public async Task A_line_that_falls_silent_in_a_turn_is_filled_with_silence_until_the_turn_is_over()
    {
        var audio = Channel.CreateUnbounded<AudioFrame>();
        await audio.Writer.WriteAsync(new AudioFrame(new byte[640], AudioFormat.Pcmu));
        var silence = $"binary:{Hex(0xFF, 640)}";
        var time = new ManualTime();
        await using var provider = await StartAsync(ProviderName.Deepgram, async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"type":"TurnInfo","event":"StartOfTurn","transcript":"Hello"}""");
            for (var piece = 0; piece < 8; piece++)
            {
                var received = socket.ReceiveAsync();
                await time.RunUntilAsync(received);
                Assert.Equal(silence, await received);
            }

            await socket.SendAsync("""{"type":"TurnInfo","event":"EndOfTurn","transcript":"Hello","words":[]}""");
            await socket.ReceiveUntilAsync(CloseStream);
            await socket.CloseAsync(1000);
        });

        var events = new List<SpeechEvent>();
        await foreach (var speech in Flux(provider, audio.Reader.ReadEachAsync(CancellationToken.None), time))
        {
            events.Add(speech);
            if (speech is SpeechEvent.Final)
            {
                audio.Writer.Complete();
            }
        }

        Assert.Equal(new SpeechEvent.Final("Hello", EndOfSpeech: true) { EndOfTurn = true }, events[^1]);
    }

    private static Task<ScriptedProvider> StartAsync(ProviderName name, Func<ScriptedSocket, Task> script) =>
        ScriptedProvider.StartAsync(name, ScriptedSocket.Play(script));

    private static IAsyncEnumerable<SpeechEvent> Soniox(ScriptedProvider provider, IAsyncEnumerable<AudioFrame> audio, TimeProvider? time = null) =>
        new SonioxFactory(provider.Endpoints, provider.Transport, time ?? TimeProvider.System)
            .Create(provider.Lease).TranscribeAsync(audio, Phone, CancellationToken.None);

    private static IAsyncEnumerable<SpeechEvent> AssemblyAI(
        ScriptedProvider provider, IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, TimeProvider? time = null) =>
        new AssemblyAIFactory(provider.Endpoints, provider.Transport, time ?? TimeProvider.System)
            .Create(provider.Lease).TranscribeAsync(audio, options, CancellationToken.None);

    private static IAsyncEnumerable<SpeechEvent> Flux(ScriptedProvider provider, IAsyncEnumerable<AudioFrame> audio, TimeProvider? time = null) =>
        new DeepgramFactory(provider.Endpoints, provider.Transport, time ?? TimeProvider.System)
            .Create(provider.Lease).TranscribeAsync(audio, Phone with { Model = "flux-general-en" }, CancellationToken.None);

    private static byte[] Frame(byte value) => [.. Enumerable.Repeat(value, 160)];

    private static string Hex(byte value, int count) => string.Concat(Enumerable.Repeat(value.ToString("X2", null), count));

    private static IAsyncEnumerable<AudioFrame> Frames(params byte[][] frames) =>
        frames.Select(frame => new AudioFrame(frame, AudioFormat.Pcmu)).ToAsyncEnumerable();
}
