using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Calls on the real clock and the thread pool, where the loops of one call do run at once.</summary>
[Trait("Kind", "Scenario")]
public sealed class ConcurrentCallTests
{
    [Fact]
    public async Task Calls_that_are_interrupted_all_the_time_on_many_threads_end_cleanly()
    {
        var calls = Enumerable.Range(0, 20).Select(RunAsync).ToArray();

        var ended = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.All(ended, call => Assert.Equal(CallEndReason.HungUpByUser, call.EndReason));
        Assert.All(ended, call => Assert.Equal(call.Transcript.OrderBy(entry => entry.At), call.Transcript));
        Assert.Contains(ended, call => call.Interruptions > 0);
    }

    private static async Task<Call> RunAsync(int number)
    {
        var agent = new AgentBuilder().Build();
        var log = new RecordingLogger<CallSession>();
        var media = new RestlessMedia();
        var session = new CallSession(
            new CallSessionSetup
            {
                Call = new Call
                {
                    Id = CallId.New(),
                    AccountId = agent.AccountId,
                    Direction = CallDirection.Inbound,
                    CallControlId = "control",
                    StartedAt = TimeProvider.System.GetUtcNow(),
                },
                Agent = agent,
                Media = media,
                SpeechToText = new RestlessCaller(),
                LanguageModel = new QuickModel(),
                TextToSpeech = new QuickVoice(),
                Incidents = new CallIncidents(TimeProvider.System),
                Liveness = new LivenessOptions(),
                PreparedLines = new PreparedLines(),
                VoiceActivity = new EnergyVoiceActivityDetectors(),
                HangUpAsync = _ => Task.CompletedTask,
                Publish = _ => { },
            },
            TimeProvider.System,
            log);
        using var end = TimeProvider.System.CreateTimer(
            _ => session.End(CallEndReason.HungUpByUser), null, TimeSpan.FromMilliseconds(1500 + (number * 37)), Timeout.InfiniteTimeSpan);
        var call = await session.RunAsync(CancellationToken.None);
        Assert.DoesNotContain(log.Entries, entry => entry.Exception is not null);
        return call;
    }

    private sealed class RestlessMedia : IMediaStream
    {
        private readonly Channel<MediaEvent> _marks = Channel.CreateUnbounded<MediaEvent>();

        public AudioFormat Format => AudioFormat.Pcmu;

        public async IAsyncEnumerable<MediaEvent> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            for (var i = 0; await frames.WaitForNextTickAsync(cancellationToken); i++)
            {
                yield return new MediaEvent.Audio(new AudioFrame(Sound.Frame(i % 30 > 20, TimeSpan.FromMilliseconds(20 * i)), Format));
                while (_marks.Reader.TryRead(out var mark))
                {
                    yield return mark;
                }
            }
        }

        public ValueTask SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask SendMarkAsync(string name, CancellationToken cancellationToken) =>
            _marks.Writer.WriteAsync(new MediaEvent.MarkReturned(name), cancellationToken);

        public async ValueTask ClearAsync(CancellationToken cancellationToken) => await Task.Yield();
    }

    private sealed class RestlessCaller : ISpeechToText
    {
        public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
            IAsyncEnumerable<AudioFrame> audio,
            SpeechToTextOptions options,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var frames = 0;
            await foreach (var frame in audio.WithCancellation(cancellationToken))
            {
                frames += frame.Data.Length > 0 ? 1 : 0;
                if (frames % 25 == 0)
                {
                    yield return new SpeechEvent.Interim("wait a");
                    yield return new SpeechEvent.Final("wait a moment.", EndOfSpeech: true);
                }
            }
        }
    }

    private sealed class QuickModel : ILanguageModel
    {
        public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 0; i < 50; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return new ChatUpdate.TextDelta("A few more words. ");
            }

            yield return new ChatUpdate.Completed(ChatFinish.Stop, null);
        }
    }

    private sealed class QuickVoice : ITextToSpeech
    {
        // Reads the text on a task of its own, as a socket adapter does.
        public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
            IAsyncEnumerable<string> text,
            VoiceSettings voice,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var audio = Channel.CreateUnbounded<string>();
            await using var scope = new TaskScope(cancellationToken);
            scope.Start("text", async token =>
            {
                await Task.Yield();
                await foreach (var piece in text.WithCancellation(token))
                {
                    audio.Writer.TryWrite(piece);
                }

                audio.Writer.TryComplete();
            });
            var spoken = 0;
            await foreach (var piece in audio.Reader.ReadEachAsync(scope.CancellationToken))
            {
                var word = new SpokenWord(piece, spoken++ * TimeSpan.FromMilliseconds(130));
                yield return new SpokenAudio(new AudioFrame(new byte[1040], voice.Format), [word]);
            }
        }
    }
}
