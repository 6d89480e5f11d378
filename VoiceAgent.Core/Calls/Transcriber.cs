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

/// <summary>
/// Keeps the speech-to-text stream of a call. When it breaks for a reason that may pass, a new one is opened once, and hears the
/// audio that has arrived meanwhile; when that fails too, <see cref="ConversationEvent.ListeningFailed"/> is posted.
/// </summary>
internal sealed class Transcriber(ISpeechToText speechToText, SpeechToTextOptions options, CallParts parts, Action<ConversationEvent> post)
{
    // A new stream has to take audio within this time.
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(1.5);

    // A stream that has worked for so long earns another try when it breaks.
    private static readonly TimeSpan Worked = TimeSpan.FromSeconds(20);

    // Five seconds of 20 ms frames: a provider that is further behind hears too late to be of use.
    private readonly Channel<Frame> _audio = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(250) { FullMode = BoundedChannelFullMode.Wait, SingleWriter = true });

    private Deadline? _deadline;

    /// <summary>Takes a frame of the caller's audio, which is copied. One caller at a time; never waits.</summary>
    public void Hear(AudioFrame frame)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(frame.Data.Length);
        frame.Data.CopyTo(buffer);
        if (!_audio.Writer.TryWrite(new Frame(buffer, frame.Data.Length)))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Volatile.Read(ref _deadline)?.Arm(TimeSpan.Zero);
        }
    }

    /// <summary>Transcribes until cancelled or failed for good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var isReconnect = false; ; isReconnect = true)
        {
            var openedAt = parts.Time.GetTimestamp();
            var (failure, mayPass) = await TranscribeAsync(isReconnect, cancellationToken);
            if (!mayPass || (isReconnect && parts.Time.GetElapsedTime(openedAt) < Worked))
            {
                post(new ConversationEvent.ListeningFailed(failure));
                return;
            }
        }
    }

    private async Task<(ProviderFailure Failure, bool MayPass)> TranscribeAsync(bool isReconnect, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(parts.Time, cancellationToken);
        Volatile.Write(ref _deadline, deadline);
        try
        {
            if (isReconnect)
            {
                deadline.Arm(ReconnectLimit);
            }

            await foreach (var speech in speechToText.TranscribeAsync(Audio(deadline, deadline.Token), options, deadline.Token))
            {
                post(new ConversationEvent.SpeechHeard(speech));
            }

            cancellationToken.ThrowIfCancellationRequested();
            return (Failed(ProviderErrorKind.Protocol), true);
        }
        catch (ProviderException exception)
        {
            var mayPass = exception.IsTransient && !(exception.RetryAfter > ReconnectLimit);
            return (new ProviderFailure(ProviderCategory.SpeechToText, exception.Provider, exception.Kind), mayPass);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return (Failed(ProviderErrorKind.Timeout), true);
        }
        finally
        {
            // Not disposed: the receiving loop may be about to arm it. It holds nothing but a timer that is off.
            deadline.Disarm();
        }
    }

    private async IAsyncEnumerable<AudioFrame> Audio(Deadline deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        deadline.Disarm();
        while (await _audio.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_audio.Reader.TryRead(out var frame))
            {
                yield return new AudioFrame(frame.Buffer.AsMemory(0, frame.Length), options.Format);
                ArrayPool<byte>.Shared.Return(frame.Buffer);
            }
        }
    }

    private ProviderFailure Failed(ProviderErrorKind kind) =>
        new(ProviderCategory.SpeechToText, parts.ProviderOf(ProviderCategory.SpeechToText), kind);

    private readonly record struct Frame(byte[] Buffer, int Length);
}
