namespace VoiceAgent.Sandbox.Voices;

/// <summary>Chooses the best voice that this machine has.</summary>
internal static class VoiceFinder
{
    /// <summary>flite, else espeak-ng, else the built-in voice; spoken texts are remembered.</summary>
    public static IVoice Find(SandboxOptions options)
    {
        if (!options.BuiltInVoice)
        {
            if (ProgramVoice.FindFlite(options.Time) is { } flite)
            {
                return new CachedVoice(flite);
            }

            if (ProgramVoice.FindEspeak(options.Time) is { } espeak)
            {
                return new CachedVoice(espeak);
            }
        }

        return new CachedVoice(new BuiltInVoice());
    }
}
