using System.Threading.Channels;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

[Trait("Kind", "Adapter")]
public sealed class ElevenLabsTextToSpeechTests
{
    private const string First = """{"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.75,"speed":1}}""";
    private const string End = """{"text":""}""";
    private const string Audio = """{"audio":"AQID","isFinal":null,"alignment":{"charStartTimesMs":[0,3,7],"charDurationsMs":[3,4,2],"chars":["H","i","."]}}""";
    private const string Final = """{"audio":null,"isFinal":true,"normalizedAlignment":null,"alignment":null}""";

    private static readonly VoiceSettings Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public async Task Text_goes_out_piece_by_piece_and_audio_comes_back_with_its_words()
    {
        var received = new List<string>();
        await using var provider = await StartAsync(async socket =>
        {
            received.AddRange(await socket.ReceiveUntilAsync(End));
            await socket.SendAsync(Audio);
            await socket.SendAsync(Final);
            await socket.CloseAsync(1000);
        });

        var spoken = await Speak(provider, Pieces("Hi.", " ", "", "How are you?")).ToListAsync();

        Assert.Equal([First, """{"text":"Hi. "}""", """{"text":"How are you? "}""", End], received);
        var piece = Assert.Single(spoken);
        Assert.Equal([1, 2, 3], piece.Frame.Data.ToArray());
        Assert.Equal([new SpokenWord("Hi.", TimeSpan.Zero) { End = TimeSpan.FromMilliseconds(9) }], piece.Words);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(ElevenLabsProtocol.StreamInputPath(Phone), request.Path);
        Assert.Equal(ScriptedProvider.Key, request.Headers["xi-api-key"]);
    }

    [Fact]
    public async Task The_socket_is_open_before_the_first_text_is_written()
    {
        var text = Channel.CreateUnbounded<string>();
        await using var provider = await StartAsync(async socket =>
        {
            Assert.Equal(First, await socket.ReceiveAsync());
            await text.Writer.WriteAsync("Hi.");
            text.Writer.Complete();
            await socket.ReceiveUntilAsync(End);
            await socket.SendAsync(Final);
            await socket.SilenceAsync();
        });

        Assert.Empty(await Speak(provider, text.Reader.ReadEachAsync(CancellationToken.None)).ToListAsync());
    }

    [Fact]
    public async Task Audio_is_heard_while_text_is_still_written()
    {
        var text = Channel.CreateUnbounded<string>();
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveUntilAsync("""{"text":"Hi. "}""");
            await socket.SendAsync(Audio);
            await socket.ReceiveUntilAsync(End);
            await socket.CloseAsync(1000);
        });
        await text.Writer.WriteAsync("Hi.");
        var count = 0;

        await foreach (var _ in Speak(provider, text.Reader.ReadEachAsync(CancellationToken.None)))
        {
            count++;
            text.Writer.Complete();
        }

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Nothing_to_say_ends_at_once_whatever_the_provider_makes_of_it()
    {
        await using var provider = await StartAsync(async socket =>
        {
            Assert.Equal(First, await socket.ReceiveAsync());
            Assert.Equal("close:1000", await socket.ReceiveAsync());
            await socket.CloseAsync(1008, "no text");
        });

        Assert.Empty(await Speak(provider, Pieces("", " ")).ToListAsync());
    }

    [Fact]
    public async Task An_end_before_all_text_was_given_is_a_protocol_error()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync(Final);
            await socket.SilenceAsync();
        });

        Assert.Equal(ProviderErrorKind.Protocol, await FailureAsync(Speak(provider, Pending())));
    }

    [Fact]
    public async Task Silence_after_all_text_was_given_is_a_timeout()
    {
        var time = new ManualTime();
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveUntilAsync(End);
            await time.RunUntilAsync(socket.SilenceAsync());
        });

        Assert.Equal(ProviderErrorKind.Timeout, await FailureAsync(Speak(provider, Pieces("Hi."), time)));
        await provider.Aborted;
    }

    [Fact]
    public async Task A_listener_who_takes_time_is_no_silence_of_the_provider()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.ReceiveUntilAsync(End);
            await socket.SendAsync(Audio);
            await socket.SendAsync(Audio);
            await socket.SendAsync(Final);
            await socket.SilenceAsync();
        });
        var count = 0;
        var time = new ManualTime();

        await foreach (var _ in Speak(provider, Pieces("Hi."), time))
        {
            count++;
            time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task An_error_message_ends_the_speech_with_its_kind()
    {
        await using var provider = await StartAsync(async socket =>
        {
            await socket.SendAsync("""{"message":"This request exceeds your quota.","error":"quota_exceeded","code":1008}""");
            await socket.CloseAsync(1008, "This request exceeds your quota.");
        });

        Assert.Equal(ProviderErrorKind.QuotaExceeded, await FailureAsync(Speak(provider, Pending())));
    }

    [Fact]
    public async Task What_breaks_the_text_breaks_the_speech()
    {
        var trouble = new ProviderException(ProviderName.OpenAI, ProviderErrorKind.Unavailable);
        var text = Channel.CreateUnbounded<string>();
        text.Writer.Complete(trouble);
        await using var provider = await StartAsync(socket => socket.SilenceAsync());

        var thrown = await Assert.ThrowsAsync<ProviderException>(
            async () => await Speak(provider, text.Reader.ReadEachAsync(CancellationToken.None)).ToListAsync());

        Assert.Same(trouble, thrown);
    }

    [Fact]
    public async Task Cancelling_closes_the_socket_at_once()
    {
        await using var provider = await StartAsync(socket => socket.SilenceAsync());
        using var cancel = new CancellationTokenSource();
        var speaking = new ElevenLabsFactory(provider.Endpoints, provider.Transport, TimeProvider.System).Create(provider.Lease)
            .SpeakAsync(Pending(), Phone, cancel.Token).ToListAsync(CancellationToken.None).AsTask();
        await provider.Arrived;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
        await provider.Aborted;
    }

    private static Task<ScriptedProvider> StartAsync(Func<ScriptedSocket, Task> script) =>
        ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(script));

    private static IAsyncEnumerable<SpokenAudio> Speak(ScriptedProvider provider, IAsyncEnumerable<string> text, TimeProvider? time = null) =>
        new ElevenLabsFactory(provider.Endpoints, provider.Transport, time ?? TimeProvider.System)
            .Create(provider.Lease).SpeakAsync(text, Phone, CancellationToken.None);

    private static async Task<ProviderErrorKind> FailureAsync(IAsyncEnumerable<SpokenAudio> spoken) =>
        (await Assert.ThrowsAsync<ProviderException>(async () => await spoken.ToListAsync())).Kind;

    private static IAsyncEnumerable<string> Pieces(params string[] pieces) => pieces.ToAsyncEnumerable();

    private static IAsyncEnumerable<string> Pending() => Channel.CreateUnbounded<string>().Reader.ReadEachAsync(CancellationToken.None);
}
