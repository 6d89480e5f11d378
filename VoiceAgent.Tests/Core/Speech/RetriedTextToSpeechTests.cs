using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class RetriedTextToSpeechTests
{
    private static readonly VoiceSettings Voice = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_voice_that_fails_before_its_first_audio_is_asked_once_more_with_all_the_text(int readBeforeFailing)
    {
        var voice = new FailingVoice(failures: 1, readBeforeFailing, ProviderErrorKind.Unavailable);

        Assert.Equal(["one", "two", "three"], await SpokenAsync(voice, Written("one", "two", "three")));
        Assert.Equal(2, voice.Attempts);
    }

    [Fact]
    public async Task A_piece_that_was_awaited_when_the_voice_failed_is_not_lost()
    {
        var text = Channel.CreateUnbounded<string>();
        text.Writer.TryWrite("one");
        var voice = new FailingVoice(failures: 1, readBeforeFailing: 1, ProviderErrorKind.Unavailable) { ReadsOnWhileFailing = true };

        var spoken = SpokenAsync(voice, text.Reader.ReadEachAsync(CancellationToken.None));
        text.Writer.TryWrite("two");
        text.Writer.Complete();

        Assert.Equal(["one", "two"], await spoken);
    }

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized)]
    [InlineData(ProviderErrorKind.QuotaExceeded)]
    [InlineData(ProviderErrorKind.Rejected)]
    public async Task Trouble_that_does_not_pass_is_told_at_once(ProviderErrorKind kind)
    {
        var voice = new FailingVoice(failures: 1, readBeforeFailing: 0, kind);

        var told = await Assert.ThrowsAsync<ProviderException>(() => SpokenAsync(voice, Written("one")));
        Assert.Equal((kind, 1), (told.Kind, voice.Attempts));
    }

    [Fact]
    public async Task A_second_failure_is_told()
    {
        var voice = new FailingVoice(failures: 2, readBeforeFailing: 1, ProviderErrorKind.Timeout);

        await Assert.ThrowsAsync<ProviderException>(() => SpokenAsync(voice, Written("one", "two")));
        Assert.Equal(2, voice.Attempts);
    }

    [Fact]
    public async Task After_the_first_audio_nothing_is_said_again()
    {
        var voice = new FailingVoice(failures: 1, readBeforeFailing: 1, ProviderErrorKind.Unavailable) { SpeaksBeforeFailing = true };

        await Assert.ThrowsAsync<ProviderException>(() => SpokenAsync(voice, Written("one", "two")));
        Assert.Equal(1, voice.Attempts);
    }

    private static async Task<List<string>> SpokenAsync(ITextToSpeech voice, IAsyncEnumerable<string> text)
    {
        var words = new List<string>();
        await foreach (var audio in new RetriedTextToSpeech(voice).SpeakAsync(text, Voice, CancellationToken.None))
        {
            words.AddRange(audio.Words.Select(word => word.Text));
        }

        return words;
    }

    private static async IAsyncEnumerable<string> Written(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }

    /// <summary>Speaks each piece as one frame, but fails its first attempts.</summary>
    private sealed class FailingVoice(int failures, int readBeforeFailing, ProviderErrorKind kind) : ITextToSpeech
    {
        public int Attempts { get; private set; }

        public bool SpeaksBeforeFailing { get; init; }

        public bool ReadsOnWhileFailing { get; init; }

        public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
            IAsyncEnumerable<string> text,
            VoiceSettings voice,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var fails = ++Attempts <= failures;
            using var dropped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var pieces = text.GetAsyncEnumerator(dropped.Token);
            for (var read = 0; ; read++)
            {
                if (fails && read == readBeforeFailing)
                {
                    var waiting = ReadsOnWhileFailing ? pieces.MoveNextAsync().AsTask() : Task.FromResult(false);
                    await dropped.CancelAsync();
                    await Task.WhenAny(waiting);
                    throw new ProviderException(ProviderName.ElevenLabs, kind);
                }

                if (!await pieces.MoveNextAsync())
                {
                    yield break;
                }

                if (!fails || SpeaksBeforeFailing)
                {
                    yield return new SpokenAudio(new AudioFrame(new byte[160], AudioFormat.Pcmu), [new SpokenWord(pieces.Current, TimeSpan.Zero)]);
                }
            }
        }
    }
}
