namespace VoiceAgent.Web.Commands;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work was done and found something that the operator has to look at, or refused what was asked.</summary>
    public const int Problem = 1;

    public const int WrongUsage = 2;

    /// <summary>The work could not be done: settings, storage, the key file.</summary>
    public const int Impossible = 3;

    /// <summary>Stopped by Ctrl+C; what was done until then holds.</summary>
    public const int Interrupted = 130;
}
