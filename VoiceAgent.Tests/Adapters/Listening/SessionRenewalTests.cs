using System.Threading.Channels;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Listening;

/// <summary>A call that outlives a provider's session: another one takes over, and no frame and no word is lost or heard twice.</summary>
[Trait("Kind", "Adapter")]
public sealed class SessionRenewalTests
{
    private const string Begin = """{"type":"Begin","id":"de5d9927","expires_at":10800}""";
    private const string Terminate = """{"type":"Terminate"}""";

    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    private readonly ManualTime _time = new();
    private readonly Channel<AudioFrame> _audio = Channel.CreateUnbounded<AudioFrame>();

    // By connection; a machine under load may need more than one to open.
    private readonly List<string>[] _heard = [.. Enumerable.Range(0, 100).Select(_ => new List<string>())];
    private byte _frames;

    [Fact]
    public async Task Every_frame_is_heard_once_and_the_old_sessions_words_come_first()
    {
        await using var provider = await StartAsync(async (socket, number) =>
        {
            await socket.SendAsync(Begin);
            await HearAsync(socket, number);
            await socket.SendAsync(Turn(number is 0 ? "old" : "new"));
            await socket.SendAsync("""{"type":"Termination"}""");
            await socket.CloseAsync(1000);
        });
        var events = TranscribeAsync(provider);

        await FeedAsync(4, () => _heard[0].Count == 1);
        _time.Advance(TimeSpan.FromHours(2.95));
        await FeedUntilAsync(() => _heard[1].Count > 1);
        _audio.Writer.Complete();

        Assert.Equal(["old", "new"], (await events).OfType<SpeechEvent.Final>().Select(final => final.Text));
        Assert.Equal(2, provider.Requests.Count);
        AssertHeardAll();
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_again_while_the_old_session_listens()
    {
        await using var provider = await StartAsync(async (socket, number) =>
        {
            if (number is 1)
            {
                await socket.CloseAsync(3009, "Too many concurrent sessions");
                return;
            }

            await socket.SendAsync(Begin);
            await HearAsync(socket, number);
            await socket.SendAsync("""{"type":"Termination"}""");
            await socket.CloseAsync(1000);
        });
        var events = TranscribeAsync(provider);
        await FeedAsync(4, () => _heard[0].Count == 1);
        _time.Advance(TimeSpan.FromHours(2.95));

        await FeedUntilAsync(() => provider.Requests.Count == 2);
        var steps = 0;
        await FeedUntilAsync(() => _heard.Skip(2).Any(pieces => pieces.Count > 1), () =>
        {
            // Seldom, so that a connection being opened is not timed out by it.
            if (steps++ % 20 == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(11));
            }
        });
        _audio.Writer.Complete();

        Assert.Empty(await events);
        AssertHeardAll();
    }

    [Fact]
    public async Task An_old_session_that_does_not_settle_gives_what_it_has()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(async (socket, number) =>
        {
            await socket.SendAsync(Begin);
            if (number is 0)
            {
                await socket.SendAsync("""{"type":"Turn","turn_order":0,"end_of_turn":true,"transcript":"old","words":[]}""");
            }

            await HearAsync(socket, number);
            if (number is 0)
            {
                ended.SetResult();
                await socket.SilenceAsync();
            }

            await socket.SendAsync(Turn("new"));
            await socket.SendAsync("""{"type":"Termination"}""");
            await socket.CloseAsync(1000);
        });
        var events = TranscribeAsync(provider);
        await FeedAsync(4, () => _heard[0].Count == 1);
        _time.Advance(TimeSpan.FromHours(2.95));
        await FeedUntilAsync(() => ended.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));
        await FeedUntilAsync(() => _heard[1].Count > 1);
        _audio.Writer.Complete();

        Assert.Equal(["old", "new"], (await events).OfType<SpeechEvent.Final>().Select(final => final.Text));
        AssertHeardAll();
    }

    private static string Turn(string words) => $$"""{"type":"Turn","turn_order":0,"end_of_turn":true,"transcript":"{{words}}","words":[]}""";

    private static Task<ScriptedProvider> StartAsync(Func<ScriptedSocket, int, Task> script)
    {
        var connections = -1;
        return ScriptedProvider.StartAsync(
            ProviderName.AssemblyAI, ScriptedSocket.Play(socket => script(socket, Interlocked.Increment(ref connections))));
    }

    private Task<List<SpeechEvent>> TranscribeAsync(ScriptedProvider provider) =>
        new AssemblyAIFactory(provider.Endpoints, provider.Transport, _time)
            .Create(provider.Lease).TranscribeAsync(_audio.Reader.ReadEachAsync(CancellationToken.None), Phone, CancellationToken.None).ToListAsync().AsTask();

    private async Task HearAsync(ScriptedSocket socket, int number)
    {
        while (await socket.ReceiveAsync() is var message && message != Terminate)
        {
            if (message.StartsWith("binary:", StringComparison.Ordinal))
            {
                lock (_heard)
                {
                    _heard[number].Add(message["binary:".Length..]);
                }
            }
        }
    }

    // Each frame holds one byte over and over, the next one higher.
    private void Feed()
    {
        if (_frames < 250)
        {
            _audio.Writer.TryWrite(new AudioFrame(Enumerable.Repeat(++_frames, 160).ToArray(), AudioFormat.Pcmu));
        }
    }

    private async Task FeedAsync(int frames, Func<bool> until)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            Feed();
        }

        await Eventually.HoldsAsync(until);
    }

    private Task FeedUntilAsync(Func<bool> until, Action? step = null) => Eventually.HoldsAsync(() =>
    {
        step?.Invoke();
        if (until())
        {
            return true;
        }

        Feed();
        return false;
    });

    private void AssertHeardAll()
    {
        var heard = Convert.FromHexString(string.Concat(_heard.SelectMany(pieces => pieces))).Chunk(160).Where(frame => frame[0] != 0xFF).ToArray();
        Assert.Equal(Enumerable.Range(1, _frames).Select(number => (byte)number), heard.Select(frame => frame[0]));
        Assert.All(heard, frame => Assert.All(frame, value => Assert.Equal(frame[0], value)));
    }
}
