using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Deepgram;

[Trait("Kind", "Adapter")]
public sealed class DeepgramSpeechToTextTests
{
    private const string CloseStream = """{"type":"CloseStream"}""";
    private const string KeepAlive = """{"type":"KeepAlive"}""";
    private const string Hello = """{"type":"Results","start":0,"duration":1,"is_final":true,"speech_final":true,"channel":{"alternatives":[{"transcript":"Hello."}]}}""";

    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public async Task Frames_go_out_as_they_are_and_the_last_words_are_waited_for()
    {
        var received = new List<string>();
        await using var provider = await StartAsync(async socket =>
        {
            received.AddRange(await socket.ReceiveUntilAsync(CloseStream));
            await socket.SendAsync(Hello);
            await socket.SendAsync("""{"type":"Metadata","duration":0.04}""");
            await socket.CloseAsync(1000);
        });

        var events = await Transcribe(provider, Frames([1, 2], [], [3])).ToListAsync();

        Assert.Equal(["binary:0102", "binary:03", CloseStream], received);
        Assert.Equal([new SpeechEvent.Final("Hello.", EndOfSpeech: true) { SettledTo = TimeSpan.FromSeconds(1) }], events);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(DeepgramProtocol.ListenPath(Phone), request.Path);
        Assert.Equal($"Token {ScriptedProvider.Key}", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task The_socket_is_kept_alive_while_no_audio_comes()
    {
        var audio = Channel.CreateUnbounded<AudioFrame>();
        await audio.Writer.WriteAsync(new AudioFrame(new byte[640], AudioFormat.Pcmu));
        var time = new ManualTime();
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await time.RunUntilAsync(socket.ReceiveUntilAsync(KeepAlive));
            await time.RunUntilAsync(socket.ReceiveUntilAsync(KeepAlive));
            audio.Writer.Complete();
            await socket.ReceiveUntilAsync(CloseStream);
            await socket.CloseAsync(1000);
        });

        Assert.Empty(await Transcribe(provider, audio.Reader.ReadEachAsync(CancellationToken.None), time).ToListAsync());
    }

    [Fact]
    public async Task Last_words_that_do_not_settle_are_a_timeout()
    {
        var time = new ManualTime();
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveUntilAsync(CloseStream);
            await time.RunUntilAsync(socket.SilenceAsync());
        });

        Assert.Equal(ProviderErrorKind.Timeout, await FailureAsync(Transcribe(provider, Frames([1]), time)));
        await provider.Aborted;
    }

    [Fact]
    public async Task An_upgrade_that_nobody_answers_is_a_timeout()
    {
        var time = new ManualTime();
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Deepgram, context => time.RunUntilAsync(ScriptedProvider.GoneAsync(context)));

        Assert.Equal(ProviderErrorKind.Timeout, await FailureAsync(Transcribe(provider, Frames([1]), time)));
    }

    [Fact]
    public async Task The_reason_of_a_close_is_what_fails_not_the_audio_that_could_not_be_sent()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.CloseAsync(1011, "NET-0000");
        });

        var error = await Assert.ThrowsAsync<ProviderException>(async () => await Transcribe(provider, Endless()).ToListAsync());

        Assert.Equal((ProviderErrorKind.Unavailable, 1011, "NET-0000"), (error.Kind, error.StatusCode, error.Code));
    }

    [Fact]
    public async Task A_message_that_is_no_text_is_a_protocol_error()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.SendBinaryAsync([1, 2, 3]);
            await socket.SilenceAsync();
        });

        Assert.Equal(ProviderErrorKind.Protocol, await FailureAsync(Transcribe(provider, Endless())));
    }

    [Fact]
    public async Task A_message_without_end_is_a_protocol_error()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.SendAsync(new string(' ', 5 * 1024 * 1024));
            await socket.SilenceAsync();
        });

        Assert.Equal(ProviderErrorKind.Protocol, await FailureAsync(Transcribe(provider, Endless())));
    }

    [Fact]
    public async Task A_message_larger_than_the_first_buffer_is_read_whole()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.SendAsync(Hello.Replace("Hello.", new string('x', 100_000), StringComparison.Ordinal));
            await socket.ReceiveUntilAsync(CloseStream);
            await socket.CloseAsync(1000);
        });

        var final = Assert.IsType<SpeechEvent.Final>(Assert.Single(await Transcribe(provider, Frames([1])).ToListAsync()));

        Assert.Equal(100_000, final.Text.Length);
    }

    [Fact]
    public async Task What_breaks_the_audio_breaks_the_transcription()
    {
        await using var provider = await StartAsync(socket => socket.SilenceAsync());

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Transcribe(provider, Broken()).ToListAsync());
    }

    [Fact]
    public async Task Leaving_early_says_goodbye_and_stops_reading_the_audio()
    {
        var last = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(async socket =>
        {
            await socket.SendAsync(Hello);
            last.SetResult((await socket.ReceiveUntilAsync("close:1000"))[^1]);
        });
        var source = new TrackedAudio();

        // On a clock that stands still: a goodbye has a quarter of a second, which a busy machine may spend on compiling it.
        await foreach (var _ in Transcribe(provider, source.FramesAsync(CancellationToken.None), new ManualTime()))
        {
            break;
        }

        Assert.True(source.HasEnded);
        Assert.Equal("close:1000", await last.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    private static Task<ScriptedProvider> StartAsync(Func<ScriptedSocket, Task> script) =>
        ScriptedProvider.StartAsync(ProviderName.Deepgram, ScriptedSocket.Play(script));

    private static IAsyncEnumerable<SpeechEvent> Transcribe(ScriptedProvider provider, IAsyncEnumerable<AudioFrame> audio, TimeProvider? time = null) =>
        new DeepgramFactory(provider.Endpoints, provider.Transport, time ?? TimeProvider.System)
            .Create(provider.Lease).TranscribeAsync(audio, Phone, CancellationToken.None);

    private static async Task<ProviderErrorKind> FailureAsync(IAsyncEnumerable<SpeechEvent> events) =>
        (await Assert.ThrowsAsync<ProviderException>(async () => await events.ToListAsync())).Kind;

    private static IAsyncEnumerable<AudioFrame> Frames(params byte[][] frames) =>
        frames.Select(frame => new AudioFrame(frame, AudioFormat.Pcmu)).ToAsyncEnumerable();

    private static IAsyncEnumerable<AudioFrame> Endless() => new TrackedAudio().FramesAsync(CancellationToken.None);

    private static async IAsyncEnumerable<AudioFrame> Broken()
    {
        yield return new AudioFrame(new byte[160], AudioFormat.Pcmu);
        await Task.Yield();
        throw new InvalidDataException();
    }

    private sealed class TrackedAudio
    {
        public bool HasEnded { get; private set; }

        public async IAsyncEnumerable<AudioFrame> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    yield return new AudioFrame(new byte[160], AudioFormat.Pcmu);
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
                }
            }
            finally
            {
                HasEnded = true;
            }
        }
    }
}
