using System.CommandLine;
using VoiceAgent.Sandbox.Load;
using VoiceAgent.Sandbox.Reliability;

namespace VoiceAgent.Sandbox.Cli;

/// <summary>
/// The command line of the sandbox. Exit codes: 0 success; 1 the call was made, but not every line was answered; 2 wrong usage;
/// 3 the call could not be made.
/// </summary>
public static class SandboxCommand
{
    internal const int Success = 0;
    internal const int Unanswered = 1;
    internal const int WrongUsage = 2;
    internal const int Impossible = 3;

    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error, CancellationToken.None);

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var root = new RootCommand("The VoiceAgent sandbox: simulated providers and a simulated phone, on this machine only.")
        {
            CallCommand.Create(),
            ServeCommand.Create(),
            FaultsCommand.Create(),
            LoadCommand.Create(),
        };
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : exitCode;
    }
}
