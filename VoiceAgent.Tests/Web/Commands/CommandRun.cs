using System.Text.Json;
using Microsoft.Extensions.Hosting;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Web.Commands;

/// <summary>Runs commands in this process, as the program does.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON object the command printed.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandRun> Async(IEnumerable<string> args, Action<IHostApplicationBuilder>? configure = null)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync([.. args], output, error, configure, TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
