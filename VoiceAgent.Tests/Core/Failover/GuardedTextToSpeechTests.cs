using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Failover;

/// <summary>800 ms for the first audio and for more of it.</summary>
[Trait("Kind", "Unit")]
public sealed class GuardedTextToSpeechTests : IDisposable
{
    private static readonly VoiceSettings Settings = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    private readonly ManualTime _time = new();
    private readonly Channel<string> _text = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private readonly Voice _voice = new();
    private readonly CancellationTokenSource _end = new();

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task More_text_gives_no_more_time_to_a_voice_that_owes_audio()
    {
        var speaking = SpeakAsync();
        _text.Writer.TryWrite("We open at eight.");
        Pass(700);
        _text.Writer.TryWrite("Come and see us.");
        Pass(99);
        Assert.False(speaking.IsCompleted);

        await FailsWithinAsync(speaking, 1);
    }

    [Fact]
    public async Task Words_without_sound_give_no_more_time()
    {
        var speaking = SpeakAsync();
        _text.Writer.TryWrite("We open at eight.");
        Pass(500);
        _voice.Says(0);
        Pass(299);
        Assert.False(speaking.IsCompleted);

        await FailsWithinAsync(speaking, 1);
    }

    [Theory]
    [InlineData(100, 450)]
    [InlineData(349, 699)]
    [InlineData(350, 1150)]
    [InlineData(1000, 1800)]
    public async Task What_hardly_begins_has_less_time_for_more(int audio, int fails)
    {
        var speaking = SpeakAsync();
        _text.Writer.TryWrite("We open at eight in the morning, and on Sundays we are closed all day long, as is everybody else around here.");
        Pass(300);
        _voice.Says(audio);
        Pass(fails - 1);
        Assert.False(speaking.IsCompleted);

        await FailsWithinAsync(speaking, 1);
    }

    private Task<int> SpeakAsync() => new GuardedTextToSpeech(
        new Candidate<ITextToSpeech>(ProviderName.Hume, _voice),
        new VoicePatience(TimeSpan.FromMilliseconds(800), TimeSpan.FromMilliseconds(350), TimeSpan.FromMilliseconds(800)), _time)
        .SpeakAsync(_text.Reader.ReadEachAsync(_end.Token), Settings, _end.Token).CountAsync(CancellationToken.None).AsTask();

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private async Task FailsWithinAsync(Task speaking, int milliseconds)
    {
        Pass(milliseconds);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => speaking.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
        Assert.Equal(ProviderErrorKind.Timeout, failure.Kind);
        await _end.CancelAsync();
    }

    /// <summary>Takes all text and says what it is told to.</summary>
    private sealed class Voice : ITextToSpeech
    {
        private readonly Channel<int> _said = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });

        public void Says(int milliseconds) => _said.Writer.TryWrite(milliseconds);

        public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
            IAsyncEnumerable<string> text, VoiceSettings voice, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            _ = TakeAsync(text, cancellationToken);
            await foreach (var milliseconds in _said.Reader.ReadEachAsync(cancellationToken))
            {
                yield return new SpokenAudio(new AudioFrame(new byte[milliseconds * 8], voice.Format), []);
            }
        }

        private static async Task TakeAsync(IAsyncEnumerable<string> text, CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var piece in text.WithCancellation(cancellationToken))
                {
                    Assert.NotEmpty(piece);
                }
            }
            catch (OperationCanceledException)
            {
                // The stream has ended.
            }
        }
    }
}
