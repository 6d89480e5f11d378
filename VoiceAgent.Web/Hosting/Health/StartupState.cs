namespace VoiceAgent.Web.Hosting.Health;

/// <summary>Whether the process has finished starting. One per process.</summary>
public sealed class StartupState
{
    private volatile bool _isComplete;

    public bool IsComplete => _isComplete;

    internal void Complete() => _isComplete = true;
}
