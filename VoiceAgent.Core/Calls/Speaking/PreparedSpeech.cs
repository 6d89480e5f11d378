using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>A line spoken in advance, so that it can be said when the voice is gone.</summary>
internal sealed class PreparedSpeech
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public PreparedSpeech(SpokenLine line, IReadOnlyList<SpokenAudio> audio)
    {
        Line = line;
        Audio = audio;
    }

    public SpokenLine Line { get; }

    public IReadOnlyList<SpokenAudio> Audio { get; }

    /// <summary>Speaks the line into memory; null when the voice fails, is too slow, or makes more than 15 seconds of it.</summary>
    public static async Task<PreparedSpeech?> MakeAsync(CallParts parts, string text, CancellationToken cancellationToken)
    {
        var line = parts.Spoken.Say(OneLine(text));
        using var deadline = new Deadline(parts.Time, cancellationToken);
        deadline.Arm(TimeLimit);
        var pieces = new List<SpokenAudio>();
        var total = TimeSpan.Zero;
        try
        {
            await foreach (var piece in parts.TextToSpeech.SpeakAsync(TextOf(line.Spoken, deadline.Token), parts.Voice, deadline.Token))
            {
                total += piece.Frame.Duration;
                if (total > Longest)
                {
                    return null;
                }

                pieces.Add(piece with { Frame = new AudioFrame(piece.Frame.Data.ToArray(), piece.Frame.Format) });
            }
        }
        catch (ProviderException)
        {
            // The turns meet the same failure and tell it.
            return null;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return null;
        }

        return total > TimeSpan.Zero ? new PreparedSpeech(line, pieces) : null;
    }

    /// <summary>One line as a text that is written at once.</summary>
    public static async IAsyncEnumerable<string> TextOf(string line, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!string.IsNullOrWhiteSpace(line))
        {
            yield return OneLine(line);
        }

        await Task.CompletedTask;
    }

    internal static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
