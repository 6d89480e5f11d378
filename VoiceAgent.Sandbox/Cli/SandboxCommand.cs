namespace VoiceAgent.Sandbox.Cli;

/// <summary>The command line of the sandbox.</summary>
public static class SandboxCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        _ = args;
        return Task.FromResult(2);
    }
}
