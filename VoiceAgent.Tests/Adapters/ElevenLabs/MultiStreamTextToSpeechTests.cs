using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

[Trait("Kind", "Adapter")]
public sealed class MultiStreamTextToSpeechTests
{
    private const string Begin = """{"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.75,"speed":1},"context_id":"turn_1"}""";

    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    [Fact]
    public async Task An_utterance_is_a_context_that_is_begun_spoken_flushed_and_closed()
    {
        List<string> heard = [];
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            heard = await socket.ReceiveUntilAsync(Close(1));
            await socket.SendAsync(Audio("late", 3));
            await socket.SendAsync(Audio("turn_1", 160));
            await socket.SendAsync("""{"isFinal":true,"contextId":"turn_1"}""");
            await socket.SilenceAsync();
        }));

        var spoken = await SpeakAsync(Port(provider), "Hello there.", "  ", "Bye.");

        Assert.Equal([160], spoken);
        Assert.Equal(
            [Begin, """{"text":"Hello there. ","context_id":"turn_1"}""", """{"text":"Bye. ","context_id":"turn_1"}""", """{"context_id":"turn_1","flush":true}""", Close(1)],
            heard);
        var request = Assert.Single(provider.Requests);
        Assert.StartsWith("/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/multi-stream-input?model_id=eleven_flash_v2_5&output_format=ulaw_8000&auto_mode=true", request.Path, StringComparison.Ordinal);
        Assert.Equal(ScriptedProvider.Key, request.Headers["xi-api-key"]);
    }

    [Fact]
    public async Task The_next_utterance_uses_the_same_socket_in_either_spelling()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            await socket.ReceiveUntilAsync(Close(1));
            await socket.SendAsync("""{"isFinal":true,"contextId":"turn_1"}""");
            await socket.ReceiveUntilAsync(Close(2));
            await socket.SendAsync(Audio("turn_2", 80).Replace("contextId", "context_id", StringComparison.Ordinal));
            await socket.SendAsync("""{"is_final":true,"context_id":"turn_2"}""");
            await socket.SilenceAsync();
        }));
        var port = Port(provider);

        Assert.Empty(await SpeakAsync(port, "Hello."));
        Assert.Equal([80], await SpeakAsync(port, "Hello again."));

        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task An_utterance_that_is_left_closes_its_context_and_keeps_the_socket()
    {
        var closed = new TaskCompletionSource<List<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            await socket.ReceiveUntilAsync("""{"text":"Hello. ","context_id":"turn_1"}""");
            await socket.SendAsync(Audio("turn_1", 160));
            closed.SetResult(await socket.ReceiveUntilAsync(Close(1)));
            await socket.SendAsync(Audio("turn_1", 160));
            await socket.ReceiveUntilAsync(Close(2));
            await socket.SendAsync(Audio("turn_2", 40));
            await socket.SendAsync("""{"isFinal":true,"contextId":"turn_2"}""");
            await socket.SilenceAsync();
        }));
        var port = Port(provider);
        await foreach (var _ in port.SpeakAsync(Unfinished("Hello."), Phone, CancellationToken.None))
        {
            break;
        }

        Assert.Equal([Close(1)], await closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
        Assert.Equal([40], await SpeakAsync(port, "Again."));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task A_socket_that_the_provider_closed_meanwhile_is_opened_anew()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            // Which utterance comes to the second socket depends on whether one met the first when it was closing.
            string message;
            do
            {
                message = await socket.ReceiveAsync();
            }
            while (!message.Contains("close_context", StringComparison.Ordinal));

            using var closing = JsonDocument.Parse(message);
            await socket.SendAsync($$"""{"isFinal":true,"contextId":"{{closing.RootElement.GetProperty("context_id").GetString()}}"}""");
            await socket.CloseAsync(1000);
            await socket.SilenceAsync();
        }));
        var port = Port(provider);
        await SpeakAsync(port, "Hello.");

        // The close is on its way; an utterance that still meets the old socket would fail and be asked again by its caller.
        await SpeakAgainAsync(port);

        Assert.Equal(2, provider.Requests.Count);

        static async Task SpeakAgainAsync(ITextToSpeech port)
        {
            try
            {
                await SpeakAsync(port, "Again.");
            }
            catch (ProviderException passing) when (passing.IsTransient)
            {
                await SpeakAsync(port, "Again.");
            }
        }
    }

    [Fact]
    public async Task A_socket_on_which_an_utterance_heard_nothing_is_not_used_again()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sockets = 0;
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            if (Interlocked.Increment(ref sockets) == 2)
            {
                await socket.ReceiveUntilAsync(Close(2));
                await socket.SendAsync("""{"isFinal":true,"contextId":"turn_2"}""");
            }
            else
            {
                await socket.ReceiveUntilAsync("""{"text":"Hello. ","context_id":"turn_1"}""");
                asked.SetResult();
            }

            await socket.SilenceAsync();
        }));
        var port = Port(provider);
        using var cancel = new CancellationTokenSource();
        var silent = port.SpeakAsync(new[] { "Hello." }.ToAsyncEnumerable(), Phone, cancel.Token).ToListAsync(CancellationToken.None).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silent);

        Assert.Empty(await SpeakAsync(port, "Again."));

        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task The_end_of_the_lease_closes_the_socket()
    {
        var goodbye = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            await socket.ReceiveUntilAsync(Close(1));
            await socket.SendAsync("""{"isFinal":true,"contextId":"turn_1"}""");
            goodbye.SetResult(await socket.ReceiveAsync());
        }));
        await SpeakAsync(Port(provider), "Hello.");

        provider.Lease.Dispose();

        Assert.Equal("close:1000", await goodbye.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
    }

    [Theory]
    [InlineData("""{"error":"quota_exceeded","message":"You have 0 credits remaining.","contextId":"turn_1"}""", ProviderErrorKind.QuotaExceeded)]
    [InlineData("""{"error":"max_active_contexts_exceeded","message":"Maximum simultaneous contexts exceeded (5).","contextId":"turn_1"}""", ProviderErrorKind.Rejected)]
    [InlineData("""{"message":"Invalid API key","error":"invalid_api_key","code":1008}""", ProviderErrorKind.Unauthorized)]
    public async Task An_error_has_its_kind(string error, ProviderErrorKind kind)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync(error);
            await socket.SilenceAsync();
        }));

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => SpeakAsync(Port(provider), "Hello."))).Kind);
    }

    [Fact]
    public async Task Silence_after_the_last_text_is_a_timeout()
    {
        var time = new ManualTime();
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.ElevenLabs, ScriptedSocket.Play(async socket =>
        {
            await socket.ReceiveAsync();
            await time.RunUntilAsync(socket.SilenceAsync());
        }));
        var port = new MultiStreamTextToSpeech(provider.Lease, provider.Endpoints, provider.Transport.For(provider.Lease), time);

        Assert.Equal(ProviderErrorKind.Timeout, (await Assert.ThrowsAsync<ProviderException>(() => SpeakAsync(port, "Hello."))).Kind);
    }

    private static ITextToSpeech Port(ScriptedProvider provider) =>
        new ElevenLabsFactory(provider.Endpoints, provider.Transport, TimeProvider.System, Options.Create(new ElevenLabsOptions { OneSocketPerCall = true }))
            .Create(provider.Lease);

    private static async Task<List<int>> SpeakAsync(ITextToSpeech port, params string[] pieces)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        var lengths = new List<int>();
        await foreach (var piece in port.SpeakAsync(pieces.ToAsyncEnumerable(), Phone, patience.Token))
        {
            lengths.Add(piece.Frame.Data.Length);
        }

        return lengths;
    }

    private static async IAsyncEnumerable<string> Unfinished(string piece, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return piece;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    private static string Close(int turn) => $$"""{"context_id":"turn_{{turn}}","close_context":true}""";

    private static string Audio(string context, int bytes) =>
        JsonSerializer.Serialize(new { audio = Convert.ToBase64String(new byte[bytes]), contextId = context, isFinal = (bool?)null });
}
