using System.Runtime.CompilerServices;

namespace VoiceAgent.Core.Speech;

/// <summary>Turns text as a language model writes it into pieces a voice can speak.</summary>
public static class SentenceSplitter
{
    /// <summary>Yields every piece as soon as it is complete, and the rest when the text ends. Pieces are never blank.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="language">BCP 47 tag of the text.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<string> SplitAsync(
        IAsyncEnumerable<string> text,
        string language,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new SentenceBuffer(language);
        await foreach (var delta in text.WithCancellation(cancellationToken))
        {
            buffer.Append(delta);
            while (buffer.Take() is { } piece)
            {
                yield return piece;
            }
        }

        while (buffer.TakeRest() is { } piece)
        {
            yield return piece;
        }
    }
}
