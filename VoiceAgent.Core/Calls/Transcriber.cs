using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls;

/// <summary>Gives the caller's audio to speech-to-text and posts what it hears; when it fails for good, <see cref="ConversationEvent.ListeningFailed"/>.</summary>
internal sealed class Transcriber(ISpeechToText speechToText, SpeechToTextOptions options, CallParts parts, Action<ConversationEvent> post)
{
    // Five seconds of 20 ms frames: whoever is further behind hears too late to be of use.
    private readonly Channel<Frame> _audio = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(250)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleWriter = true,

            // The frame goes on to the provider on the thread that brought it: a change of threads costs more than all else does.
            AllowSynchronousContinuations = true,
        },
        static dropped => ArrayPool<byte>.Shared.Return(dropped.Buffer));

    /// <summary>Takes a frame of the caller's audio, which is copied. One caller at a time; never waits.</summary>
    public void Hear(AudioFrame frame)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(frame.Data.Length);
        frame.Data.CopyTo(buffer);
        _audio.Writer.TryWrite(new Frame(buffer, frame.Data.Length));
    }

    /// <summary>Transcribes until cancelled or failed for good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var speech in speechToText.TranscribeAsync(AudioAsync(cancellationToken), options, cancellationToken))
            {
                post(new ConversationEvent.SpeechHeard(speech));
            }

            cancellationToken.ThrowIfCancellationRequested();
            Failed(parts.ProviderOf(ProviderCategory.SpeechToText), ProviderErrorKind.Protocol);
        }
        catch (ProviderException exception)
        {
            Failed(exception.Provider, exception.Kind);
        }
    }

    private async IAsyncEnumerable<AudioFrame> AudioAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Waiting with a token would make an object for each frame: cancelling ends the audio instead.
        await using var end = cancellationToken.UnsafeRegister(static writer => ((ChannelWriter<Frame>)writer!).TryComplete(), _audio.Writer);
        await foreach (var frame in _audio.Reader.ReadEachAsync(CancellationToken.None))
        {
            yield return new AudioFrame(frame.Buffer.AsMemory(0, frame.Length), options.Format);
            ArrayPool<byte>.Shared.Return(frame.Buffer);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Failed(ProviderName? provider, ProviderErrorKind kind) =>
        post(new ConversationEvent.ListeningFailed(new ProviderFailure(ProviderCategory.SpeechToText, provider, kind)));

    private readonly record struct Frame(byte[] Buffer, int Length);
}
