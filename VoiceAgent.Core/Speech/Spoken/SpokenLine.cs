namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>A piece of text as it is written, and as a voice is to say it.</summary>
/// <param name="Written">As the transcript shows it.</param>
/// <param name="Spoken">As the voice is given it; empty when there is nothing to say.</param>
/// <param name="HeardAfter">For every written word (between spaces) how many spoken words have to be heard for it to be heard.</param>
public sealed record SpokenLine(string Written, string Spoken, IReadOnlyList<int> HeardAfter)
{
    /// <summary>A text that is said as it is written.</summary>
    public static SpokenLine AsWritten(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return new SpokenLine(written, written, [.. Enumerable.Range(1, written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length)]);
    }
}
