namespace VoiceAgent.Core.Speech;

/// <summary>
/// Steps from one judged block of audio to the next: quiet, starting, speaking, stopping. Voice for <paramref name="startAfter"/>
/// starts speech, and so much as one block without it before that was a click; <paramref name="stopAfter"/> without voice ends speech.
/// </summary>
/// <param name="startAfter">Voice that starts speech.</param>
/// <param name="stopAfter">Silence that ends speech.</param>
internal sealed class VoiceActivityTracker(TimeSpan startAfter, TimeSpan stopAfter)
{
    private TimeSpan _silence;

    public VoiceActivity Activity { get; private set; }

    /// <summary>End of the last block.</summary>
    public TimeSpan Position { get; private set; }

    public TimeSpan SpeechStart { get; private set; }

    public TimeSpan SpeechEnd { get; private set; }

    public TimeSpan VoicedDuration { get; private set; }

    /// <summary>Takes in the verdict on the next block.</summary>
    /// <param name="isVoice">Whether it counts as voice.</param>
    /// <param name="block">Its length.</param>
    /// <param name="isHeard">Whether the voice sounds in it; one that only lasts on does not move <see cref="SpeechEnd"/>.</param>
    public void Step(bool isVoice, TimeSpan block, bool isHeard = true)
    {
        Position += block;
        if (isVoice)
        {
            StepVoice(block, isHeard);
        }
        else if (Activity is VoiceActivity.Starting)
        {
            Activity = VoiceActivity.Quiet;
        }
        else if (Activity is not VoiceActivity.Quiet)
        {
            _silence += block;
            Activity = _silence >= stopAfter ? VoiceActivity.Quiet : VoiceActivity.Stopping;
        }
    }

    private void StepVoice(TimeSpan block, bool isHeard)
    {
        if (Activity is VoiceActivity.Quiet)
        {
            Activity = VoiceActivity.Starting;
            SpeechStart = Position - block;
            VoicedDuration = TimeSpan.Zero;
            isHeard = true;
        }

        VoicedDuration += block;
        SpeechEnd = isHeard ? Position : SpeechEnd;
        _silence = TimeSpan.Zero;
        if (Activity is VoiceActivity.Stopping || VoicedDuration >= startAfter)
        {
            Activity = VoiceActivity.Speaking;
        }
    }
}
