using System.CommandLine;
using System.Text.Json;
using VoiceAgent.Sandbox.Cli;
using VoiceAgent.Sandbox.Load;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary><c>faults</c>: every fault of every provider at each moment, as calls.</summary>
internal sealed class FaultsCommand
{
    private const int MostCallsAtOnce = 40;

    private readonly Option<string?> _json = new("--json") { Description = "Writes the report as JSON to a file, or to standard output with -. Without it, prints a table.", HelpName = "file|-" };
    private readonly Option<string[]> _only = new("--only") { Description = "Plays only this provider, or this fault of it, such as soniox or grok,silence. Repeatable.", HelpName = "provider[,fault]" };
    private readonly Option<int> _parallel = new("--parallel") { Description = "Calls at once.", DefaultValueFactory = _ => 16 };
    private readonly Option<bool> _list = new("--list") { Description = "Names the cases and plays none." };
    private readonly Option<Uri?> _app = new("--app") { Description = "A running server to call, started on the simulators of --sandbox-port. Without it two are built and started.", HelpName = "url" };
    private readonly Option<int> _port = new("--sandbox-port") { Description = "Port of the simulators; 0 takes a free one.", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _server = new("--server") { Description = "VoiceAgent.Web.dll to start, instead of this repository's.", HelpName = "file" };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Starts the server as it was last built." };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting of the servers that are started, such as Liveness:FirstToken=00:00:01. Repeatable.", HelpName = "name=value" };

    public static Command Create()
    {
        var faults = new FaultsCommand();
        faults._parallel.Validators.Add(result =>
        {
            if (result.GetValue(faults._parallel) is < 1 or > MostCallsAtOnce)
            {
                result.AddError($"--parallel must be 1 to {MostCallsAtOnce}.");
            }
        });
        faults._only.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !FaultCase.All.Any(which => IsMeant(which, token.Value))))
            {
                result.AddError($"--only {token.Value} means no case. See --list.");
            }
        });
        var command = new Command("faults", "Plays every fault of every provider at each moment as calls, with a second provider of each kind. Exit code 0 only if every call kept its promises.")
        {
            faults._json, faults._only, faults._parallel, faults._list, faults._app, faults._port, faults._server, faults._noBuild, faults._set,
        };
        command.SetAction(faults.RunAsync);
        return command;
    }

    private static bool IsMeant(FaultCase which, string only) => only.Split(',') switch
    {
        [var provider] => which.Target.Name == provider,
        [var provider, var fault] => which.Target.Name == provider && which.FaultName == fault,
        _ => false,
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = parsed.InvocationConfiguration;
        var only = parsed.GetValue(_only) ?? [];
        FaultCase[] cases = [.. FaultCase.All.Where(which => only.Length == 0 || only.Any(text => IsMeant(which, text)))];
        if (parsed.GetValue(_list))
        {
            foreach (var which in cases)
            {
                await console.Output.WriteLineAsync($"{which.Target.Name},{which.FaultName} at {which.MomentName}");
            }

            return SandboxCommand.Success;
        }

        try
        {
            var report = await PlayAsync(parsed, cases, result => console.Error.WriteLine(FaultTable.Row(result)), cancellationToken);
            await WriteAsync(report, parsed.GetValue(_json), console.Output, cancellationToken);
            await console.Error.WriteLineAsync(FaultTable.Summary(report.Summary));
            return report.Summary.Holds ? SandboxCommand.Success : SandboxCommand.Unanswered;
        }
        catch (Exception failure) when (failure is LoadException or IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return SandboxCommand.Impossible;
        }
    }

    private async Task<FaultReport> PlayAsync(ParseResult parsed, FaultCase[] cases, Action<FaultResult> played, CancellationToken cancellationToken)
    {
        var options = new SandboxOptions { Port = parsed.GetValue(_port), BuiltInVoice = true };
        await using var sandbox = await SandboxServer.StartAsync(options, cancellationToken);
        if (parsed.GetValue(_app) is { } running)
        {
            using var there = new FaultApp(running, TimeProvider.System);
            return await new FaultRun(sandbox, there, there, TimeProvider.System).RunAsync(cases, parsed.GetValue(_parallel), played, cancellationToken);
        }

        await using var server = await StartAsync(parsed, sandbox, isBuilt: false, [], cancellationToken);
        await using var oneSocket = cases.Any(which => which.Target.NeedsOneSocketPerCall)
            ? await StartAsync(parsed, sandbox, isBuilt: true, ["--Providers:elevenlabs:OneSocketPerCall=true"], cancellationToken)
            : null;
        using var app = new FaultApp(server.Address, TimeProvider.System);
        using var oneSocketApp = oneSocket is null ? null : new FaultApp(oneSocket.Address, TimeProvider.System);
        return await new FaultRun(sandbox, app, oneSocketApp, TimeProvider.System).RunAsync(cases, parsed.GetValue(_parallel), played, cancellationToken);
    }

    private Task<ServerProcess> StartAsync(ParseResult parsed, SandboxServer sandbox, bool isBuilt, string[] settings, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(
            new ServerStart
            {
                Sandbox = sandbox.Address,
                Calls = MostCallsAtOnce,
                Program = parsed.GetValue(_server),
                SkipsBuild = isBuilt || parsed.GetValue(_noBuild),
                Settings = ["--Api:RequestsPerMinutePerNetwork=100000", $"--Tools:AllowedPrivateHosts:0={sandbox.Address.Authority}", .. settings, .. (parsed.GetValue(_set) ?? []).Select(setting => $"--{setting}")],
            },
            TimeProvider.System,
            cancellationToken);

    private static async Task WriteAsync(FaultReport report, string? json, TextWriter output, CancellationToken cancellationToken)
    {
        if (json is null)
        {
            await output.WriteAsync(FaultTable.Describe(report));
            return;
        }

        var text = JsonSerializer.Serialize(report, FaultReportJson.Readable.FaultReport);
        await (json == "-" ? output.WriteLineAsync(text) : File.WriteAllTextAsync(json, text + Environment.NewLine, cancellationToken));
    }
}
