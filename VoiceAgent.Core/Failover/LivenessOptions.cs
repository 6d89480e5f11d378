namespace VoiceAgent.Core.Failover;

/// <summary>
/// How long each stage of a call may keep quiet before that counts as a failure: an open connection that says nothing is as dead as a
/// closed one. Where a second provider can take over, patience is short, because switching costs little; where nobody can,
/// <see cref="Alone"/> holds instead, because giving up costs the call. All of them together keep the caller from ever waiting for
/// more than three seconds.
/// </summary>
public sealed class LivenessOptions
{
    public const string SectionName = "Liveness";

    /// <summary>Until a speech-to-text stream takes audio. Its audio waits meanwhile, so that no word is lost.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>
    /// Until the first words of a model's reply. Then the next model is asked too, and whichever answers first is heard: a slow model is not cut off
    /// just before it speaks.
    /// </summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>Between two tokens of a reply.</summary>
    public TimeSpan NextToken { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Between a text and the first audio of it.</summary>
    public TimeSpan FirstAudio { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// Silence of the voice while it owes audio, counted from the moment at which everything it made has been heard: a gap that the
    /// caller does not hear is none.
    /// </summary>
    public TimeSpan NextAudio { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Takes its place where it is shorter and the voice has made less audio than that: it may not have begun in earnest.</summary>
    public TimeSpan BegunAudio { get; init; } = TimeSpan.FromMilliseconds(350);

    /// <summary>
    /// The caller speaks, by our own ear, and speech-to-text reports nothing for so long. Then another stream is given the same audio
    /// beside it, and whichever reports first is listened to: what only sounded like speech costs nobody their provider.
    /// </summary>
    public TimeSpan SpeechUnreported { get; init; } = TimeSpan.FromMilliseconds(2000);

    /// <summary>The caller has stopped speaking, and speech-to-text has not settled the words after so long; then as above.</summary>
    public TimeSpan SpeechUnsettled { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>Takes the place of the waits for a model and a voice, and for a stream to open, where nobody can take over.</summary>
    public TimeSpan Alone { get; init; } = TimeSpan.FromMilliseconds(2000);

    /// <summary>
    /// The longest silence within an answer, whatever the stages make of their time: from its begin, and after the last of its audio
    /// was heard. Then the agent apologises.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMilliseconds(2300);

    /// <summary>What is wrong with the values, in the operator's words; null when nothing is.</summary>
    internal string? FindProblem()
    {
        (string Name, TimeSpan Value)[] values =
        [
            (nameof(Connect), Connect), (nameof(FirstToken), FirstToken), (nameof(NextToken), NextToken), (nameof(FirstAudio), FirstAudio),
            (nameof(NextAudio), NextAudio), (nameof(BegunAudio), BegunAudio), (nameof(SpeechUnreported), SpeechUnreported), (nameof(SpeechUnsettled), SpeechUnsettled),
            (nameof(Alone), Alone), (nameof(LongestSilence), LongestSilence),
        ];
        var wrong = values.Where(value => value.Value < TimeSpan.FromMilliseconds(100) || value.Value > TimeSpan.FromSeconds(30)).Select(value => $"{SectionName}:{value.Name}");
        return string.Join(", ", wrong) is { Length: > 0 } names ? $"{names} must be between 00:00:00.1 and 00:00:30." : null;
    }
}
