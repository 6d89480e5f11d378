using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using VoiceAgent.Sandbox.Cli;

namespace VoiceAgent.Sandbox.Load;

/// <summary><c>load</c>: many calls at once, and what the server adds to each turn.</summary>
internal sealed class LoadCommand
{
    private const int MostCalls = 2000;
    private const int WarmUpCalls = 10;
    private const int WarmUpTurns = 4;

    private readonly Option<int> _calls = Number("--calls", "Calls at once.", 10, 1, MostCalls);
    private readonly Option<int> _turns = Number("--turns", "Turns of each call; in every third one the caller speaks over the answer.", 3, 1, FrameTag.MostTurns - 2);
    private readonly Option<int> _seconds = Number("--seconds", "Goes on with further turns until each call has lasted so long.", 0, 0, 900);
    private readonly Option<int> _rate = Number("--rate", "Calls begun in a second.", 25, 1, 200);
    private readonly Option<int> _port = Number("--sandbox-port", "Port of the simulators; 0 takes a free one.", 0, 0, 65535);
    private readonly Option<int[]> _sweep = new("--sweep") { Description = "Numbers of calls to run one after another, each on a server of its own.", AllowMultipleArgumentsPerToken = true, CustomParser = Numbers, HelpName = "10,50,…" };
    private readonly Option<bool> _unannounced = new("--unannounced") { Description = "Opens calls straight on the media socket, without webhooks." };
    private readonly Option<Uri?> _app = new("--app") { Description = "A running server to call. Without it one is built and started in a process of its own.", HelpName = "url" };
    private readonly Option<string?> _server = new("--server") { Description = "VoiceAgent.Web.dll to start, instead of this repository's.", HelpName = "file" };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Starts the server as it was last built." };
    private readonly Option<string?> _serverCores = new("--server-cores") { Description = "Cores of the server, by taskset.", HelpName = "0" };
    private readonly Option<string?> _loadCores = new("--load-cores") { Description = "Cores of the callers and simulators, by taskset.", HelpName = "1" };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting of the server that is started, such as Calls:MaxLiveCalls=500. Repeatable.", HelpName = "name=value" };
    private readonly Option<string?> _json = new("--json") { Description = "Writes the report as JSON to a file, or to standard output with -.", HelpName = "file|-" };

    public static Command Create()
    {
        var load = new LoadCommand();
        var command = new Command("load", "Calls a server many times at once on simulated providers without delay. Exit code 0 only if every call made all of its turns.")
        {
            load._calls, load._turns, load._seconds, load._rate, load._sweep, load._unannounced, load._app, load._port, load._server, load._noBuild,
            load._serverCores, load._loadCores, load._set, load._json,
        };
        command.SetAction(load.RunAsync);
        return command;
    }

    private static Option<int> Number(string name, string description, int fallback, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is var value && (value < least || value > most))
            {
                result.AddError($"{name} must be {least} to {most}.");
            }
        });
        return option;
    }

    private static int[] Numbers(ArgumentResult result)
    {
        var numbers = new List<int>();
        foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (int.TryParse(part, out var number) && number is > 0 and <= MostCalls)
            {
                numbers.Add(number);
            }
            else
            {
                result.AddError($"--sweep takes numbers of calls up to {MostCalls}, such as 10,50,100.");
                return [];
            }
        }

        return [.. numbers];
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = parsed.InvocationConfiguration;
        try
        {
            if (parsed.GetValue(_loadCores) is { } cores && !await ServerProcess.PinAsync(Environment.ProcessId, cores, cancellationToken))
            {
                throw new LoadException("The cores cannot be chosen: taskset is not there, or there are no such cores.");
            }

            var reports = new List<LoadReport>();
            var counts = parsed.GetValue(_sweep) is { Length: > 0 } sweep ? sweep : (int[])[parsed.GetValue(_calls)];
            await using var simulators = await LoadSimulators.StartAsync(parsed.GetValue(_port), TimeProvider.System, cancellationToken);
            foreach (var calls in counts)
            {
                reports.Add(await MeasureAsync(parsed, simulators, calls, isBuilt: reports.Count > 0, cancellationToken));
                if (counts.Length > 1 && parsed.GetValue(_json) != "-")
                {
                    await console.Output.WriteLineAsync(LoadTable.Row(reports[^1], isFirst: reports.Count == 1));
                }
            }

            await WriteAsync(parsed, reports, console.Output, cancellationToken);
            return reports.TrueForAll(report => report.Completed == report.Calls) ? SandboxCommand.Success : SandboxCommand.Unanswered;
        }
        catch (Exception failure) when (failure is LoadException or IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return SandboxCommand.Impossible;
        }
    }

    private async Task<LoadReport> MeasureAsync(ParseResult parsed, LoadSimulators simulators, int calls, bool isBuilt, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan(calls, parsed.GetValue(_turns))
        {
            AtLeast = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            IsUnannounced = parsed.GetValue(_unannounced),
            CallsPerSecond = parsed.GetValue(_rate),
        };
        if (parsed.GetValue(_app) is { } app)
        {
            using var there = new LoadRun(simulators, app, processId: null, TimeProvider.System);
            return await WarmUpAndRunAsync(there, plan, cancellationToken);
        }

        var start = new ServerStart
        {
            Sandbox = simulators.Server.Address,
            Calls = calls,
            Program = parsed.GetValue(_server),
            SkipsBuild = isBuilt || parsed.GetValue(_noBuild),
            Cores = parsed.GetValue(_serverCores),
            Settings = [.. (parsed.GetValue(_set) ?? []).Select(setting => $"--{setting}")],
        };
        await using var server = await ServerProcess.StartAsync(start, TimeProvider.System, cancellationToken);
        using var run = new LoadRun(simulators, server.Address, server.Id, TimeProvider.System);
        return await WarmUpAndRunAsync(run, plan, cancellationToken);
    }

    // The first calls meet code that is not compiled yet, or not for good: the runtime compiles again what has run thirty times.
    private static async Task<LoadReport> WarmUpAndRunAsync(LoadRun run, LoadPlan plan, CancellationToken cancellationToken)
    {
        await run.RunAsync(plan with { Calls = WarmUpCalls, Turns = WarmUpTurns, AtLeast = TimeSpan.Zero }, cancellationToken);
        return await run.RunAsync(plan, cancellationToken);
    }

    private async Task WriteAsync(ParseResult parsed, List<LoadReport> reports, TextWriter output, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_json) is not { } target)
        {
            if (reports.Count == 1)
            {
                await output.WriteLineAsync(LoadTable.Row(reports[0], isFirst: true));
            }

            await output.WriteLineAsync(LoadTable.Knee(reports));
            return;
        }

        var text = reports.Count == 1
            ? JsonSerializer.Serialize(reports[0], LoadJson.Readable.LoadReport)
            : JsonSerializer.Serialize(reports, LoadJson.Readable.IReadOnlyListLoadReport);
        await (target == "-" ? output.WriteLineAsync(text) : File.WriteAllTextAsync(target, text + Environment.NewLine, cancellationToken));
    }
}
