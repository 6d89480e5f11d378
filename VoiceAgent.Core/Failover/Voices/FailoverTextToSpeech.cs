using System.Runtime.CompilerServices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// A voice that is several: when one fails, the next speaks what has not been spoken, from the beginning of the word at which the first
/// broke off. Fails only when nobody is left.
/// </summary>
internal sealed class FailoverTextToSpeech(Lineup<ITextToSpeech> lineup, TimeProvider time) : ITextToSpeech
{
    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(voice);
        var attempts = lineup.Begin();
        using var spoken = new SpokenSoFar(time);
        await using var pieces = new RereadText(text, cancellationToken);
        var rest = string.Empty;
        while (true)
        {
            var candidate = attempts.Next() ?? throw attempts.Failure;
            var (hasAudio, tellsWords) = (false, false);
            ProviderException? failure = null;
            await using (var audio = candidate.Port.SpeakAsync(pieces.ReadOnAsync(rest, cancellationToken), voice, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    SpokenAudio? made;
                    (made, failure) = await NextAsync(audio);
                    if (made is null)
                    {
                        break;
                    }

                    tellsWords |= made.Words.Count > 0;
                    if (!hasAudio && !made.Frame.Data.IsEmpty)
                    {
                        hasAudio = true;
                        lineup.Succeeded(candidate);
                    }

                    if (spoken.Add(made) is { } leaving)
                    {
                        yield return leaving;
                    }
                }
            }

            if (failure is null)
            {
                if (spoken.End(voice.Format) is { } last)
                {
                    yield return last;
                }

                yield break;
            }

            attempts.Failed(candidate, failure);
            rest = spoken.Cut(pieces.Read, tellsWords);
            if (rest.Length == 0 && pieces.HasEnded)
            {
                // It failed with its last word spoken.
                yield break;
            }
        }
    }

    private static async ValueTask<(SpokenAudio? Made, ProviderException? Failure)> NextAsync(IAsyncEnumerator<SpokenAudio> audio)
    {
        try
        {
            return (await audio.MoveNextAsync() ? audio.Current : null, null);
        }
        catch (ProviderException failure)
        {
            return (null, failure);
        }
    }
}
