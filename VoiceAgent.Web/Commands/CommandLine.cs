using System.CommandLine;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Commands;

/// <summary>
/// The operator's command line, <c>VoiceAgent.Web &lt;group&gt; &lt;verb&gt; [options] [settings]</c>; without a command the server starts.
/// An option nobody knows is refused with <see cref="ExitCode.WrongUsage"/>.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] Help = ["--help", "-h", "-?", "--version"];

    /// <summary>Whether the arguments ask for a command (or for help) and not for the server.</summary>
    public static bool IsCommand(string[] args) =>
        CommandSettings.Split(args).Words is [var first, ..] && (Help.Contains(first) || (!first.StartsWith('-') && !first.Contains('=')));

    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error, null, CancellationToken.None);

    /// <param name="configure">Last word on services and settings, for tests.</param>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, Action<IHostApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var (words, settings) = CommandSettings.Split(args);
        var root = new RootCommand("VoiceAgent. Without a command the server starts. Settings such as --Storage:Path=… hold for commands too.");
        foreach (var group in CommandGroup.All())
        {
            var groupCommand = new Command(group.Name, group.Summary);
            foreach (var command in group.Commands)
            {
                groupCommand.Add(Create(command, standIn => CommandHost.Create(settings, configure, standIn)));
            }

            root.Add(groupCommand);
        }

        foreach (var command in CommandGroup.Alone())
        {
            root.Add(Create(command, standIn => CommandHost.Create(settings, configure, standIn)));
        }

        var parsed = root.Parse(words);
        if (parsed.Errors.Count > 0)
        {
            await ReportWrongUsageAsync(parsed, error);
            return ExitCode.WrongUsage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken);
    }

    private static Command Create(ICommand command, Func<EmptyStorage?, IHost> createHost)
    {
        var json = new Option<string?>("--json")
        {
            Description = "Writes the result as one JSON object to a file, or with - or without a value to standard output.",
            HelpName = "file|-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var created = new Command(command.Name, command.Summary) { json };
        foreach (var parameter in command.Parameters)
        {
            switch (parameter)
            {
                case Option option:
                    created.Add(option);
                    break;
                case Argument argument:
                    created.Add(argument);
                    break;
                default:
                    throw new InvalidOperationException($"{command.Name} has a parameter that is neither option nor argument.");
            }
        }

        created.SetAction(async (parsed, cancellationToken) =>
        {
            var console = parsed.InvocationConfiguration;
            var target = parsed.GetResult(json) is null ? null : parsed.GetValue(json) ?? "-";
            var isTerminal = ReferenceEquals(console.Error, Console.Error) && !Console.IsErrorRedirected;
            var output = new CommandOutput(console.Output, console.Error, target, isTerminal, TimeProvider.System);
            await using var arguments = new CommandArguments(parsed, command, createHost);
            return await RunAsync(command, arguments, output, cancellationToken);
        });
        return created;
    }

    private static async Task<int> RunAsync(ICommand command, CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var exitCode = await command.RunAsync(arguments, output, cancellationToken);
            if (arguments.MissingFile is { } missing)
            {
                await output.NoteAsync($"There is no database at {missing}. Nothing was made: a server makes it at its first start. If there should be one, name it with --Storage:Path=…");
            }

            return exitCode;
        }
        catch (CommandException refused)
        {
            await output.NoteAsync(refused.Message);
            return refused.ExitCode;
        }
        catch (VaultRotationException refused)
        {
            await output.NoteAsync(refused.Message);
            return ExitCode.Problem;
        }
        catch (VaultLockedException locked)
        {
            await output.NoteAsync(locked.Message);
            return ExitCode.Impossible;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.NoteAsync("Stopped. What was done until now holds; the command may be run again.");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (StartupFailure.Problems(failure) is { Count: > 0 } problems)
        {
            await output.NoteAsync(string.Join(Environment.NewLine, problems));
            return ExitCode.Impossible;
        }
    }

    private static async Task ReportWrongUsageAsync(ParseResult parsed, TextWriter error)
    {
        foreach (var problem in parsed.Errors)
        {
            await error.WriteLineAsync(problem.Message);
        }

        var path = new List<string>();
        for (var command = parsed.CommandResult; command is { Command: not RootCommand }; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, command.Command.Name);
        }

        await error.WriteLineAsync($"See: {string.Join(' ', [.. path, "--help"])}");
    }
}
