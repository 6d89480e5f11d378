using System.Runtime.CompilerServices;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Speech;

/// <summary>
/// Speaks a second time when the first attempt fails for a moment before its first audio: nothing was heard yet, so nothing is heard
/// twice. The second attempt is given every piece of text again. Trouble that does not pass (a refused key, no credit) is not retried.
/// </summary>
public sealed class RetriedTextToSpeech(ITextToSpeech inner) : ITextToSpeech
{
    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var pieces = new RereadText(text.GetAsyncEnumerator(reading.Token), reading);
        for (var isLast = false; ; isLast = true)
        {
            await using var audio = inner.SpeakAsync(pieces.FromStartAsync(cancellationToken), voice, cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool hasAudio;
            try
            {
                hasAudio = await audio.MoveNextAsync();
            }
            catch (ProviderException passing) when (passing.IsTransient && !isLast)
            {
                continue;
            }

            while (hasAudio)
            {
                yield return audio.Current;
                hasAudio = await audio.MoveNextAsync();
            }

            yield break;
        }
    }

    /// <summary>A text that can be read again from its start while its end is still being written. One reader at a time.</summary>
    private sealed class RereadText(IAsyncEnumerator<string> source, CancellationTokenSource reading) : IAsyncDisposable
    {
        private readonly List<string> _read = [];

        // A piece that the first reader was waiting for when it was dropped is awaited on by the second.
        private Task<bool>? _next;

        public async ValueTask DisposeAsync()
        {
            // A text must not be closed while a piece of it is awaited.
            await reading.CancelAsync();
            await Task.WhenAny(_next ?? Task.CompletedTask);
            await source.DisposeAsync();
        }

        public async IAsyncEnumerable<string> FromStartAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var index = 0; ; index++)
            {
                if (index == _read.Count)
                {
                    _next ??= source.MoveNextAsync().AsTask();
                    if (!await _next.WaitAsync(cancellationToken))
                    {
                        yield break;
                    }

                    _next = null;
                    _read.Add(source.Current);
                }

                yield return _read[index];
            }
        }
    }
}
