using System.CommandLine;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Web.Commands.Replay;

/// <summary><c>replay</c>: a finished call under other turn options, from storage or from a downloaded log.</summary>
internal sealed class ReplayCommand : ICommand
{
    private readonly Option<string?> _call = new("--call") { Description = "The call's id, as its page has it in the address.", HelpName = "id" };

    private readonly Option<string?> _file = new("--file") { Description = "The log of a call, downloaded from its page.", HelpName = "path" };

    private readonly Option<string?> _preset = new("--preset") { Description = $"A preset to compare with: {string.Join(", ", TurnPresets.Names)}. Options of --set change it.", HelpName = "name" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = $"A turn option and its value, such as minEndpointingDelay=200ms; may be given several times. Options: {string.Join(", ", TurnOptionsText.Names)}.",
        HelpName = "option=value",
        AllowMultipleArgumentsPerToken = true,
    };

    public string Name => "replay";

    public string Summary => "Runs a finished call again under other turn settings, offline, and compares cut-offs, delays and cost.";

    public IReadOnlyList<Symbol> Parameters => [_call, _file, _preset, _set];

    public bool OnlyLooks(CommandArguments arguments) => true;

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var log = await FindAsync(arguments, cancellationToken);
        try
        {
            var options = Changed(Preset(log.Settings.Turns, arguments.Get(_preset)), arguments.Get(_set) ?? []);
            ReplayVariant[] variants = options == log.Settings.Turns ? [] : [new ReplayVariant(TurnPresets.Of(options) ?? "What if", options)];
            var comparison = await CallReplays.CompareAsync([log], variants, cancellationToken);
            if (comparison.Unreadable > 0)
            {
                CallLogEvents.Unpack(log);
            }

            await output.ResultAsync(ReplayResult.Of(log, comparison), ReplayReport.Write(log, comparison));
            return ExitCode.Success;
        }
        catch (CallLogException unreadable)
        {
            throw new CommandException(unreadable.Message, ExitCode.Problem);
        }
    }

    private async Task<CallLog> FindAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var (call, file) = (arguments.Get(_call), arguments.Get(_file));
        if ((call is null) == (file is null))
        {
            throw new CommandException("Name the call with --call, or the file of its log with --file.", ExitCode.WrongUsage);
        }

        if (file is not null)
        {
            return await ReadAsync(file, cancellationToken);
        }

        return CallId.TryParse(call, out var id) && await arguments.Services.GetRequiredService<IDocuments<CallLog>>().FindAsync(id.ToString(), cancellationToken) is { } stored
            ? stored.Document
            : throw new CommandException($"There is no log of a call {call}.", ExitCode.Problem);
    }

    private static async Task<CallLog> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > CallLogFile.LargestFile)
            {
                throw new CommandException("The file is too large to be the log of a call.", ExitCode.Problem);
            }

            return CallLogFile.Read(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CallLogException)
        {
            throw new CommandException(unreadable.Message, ExitCode.Problem);
        }
    }

    private static TurnOptions Preset(TurnOptions options, string? name)
    {
        if (name is null)
        {
            return options;
        }

        return TurnPresets.Names.FirstOrDefault(preset => preset.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } preset
            ? TurnPresets.Apply(preset, options)
            : throw new CommandException($"There is no preset '{name}'. There are: {string.Join(", ", TurnPresets.Names)}.", ExitCode.WrongUsage);
    }

    private static TurnOptions Changed(TurnOptions options, string[] changes)
    {
        foreach (var change in changes)
        {
            var parts = change.Split('=', 2);
            var problem = (string?)$"'{change}' is no option and value, such as minEndpointingDelay=200ms.";
            options = (parts.Length == 2 ? TurnOptionsText.With(options, parts[0], parts[1], out problem) : null)
                ?? throw new CommandException(problem ?? change, ExitCode.WrongUsage);
        }

        return options;
    }
}
