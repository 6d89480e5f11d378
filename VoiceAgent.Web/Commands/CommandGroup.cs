using VoiceAgent.Web.Commands.Accounts;
using VoiceAgent.Web.Commands.Import;
using VoiceAgent.Web.Commands.Replay;
using VoiceAgent.Web.Commands.Storage;
using VoiceAgent.Web.Commands.Vault;

namespace VoiceAgent.Web.Commands;

/// <summary>Commands about one thing, under its name.</summary>
/// <param name="Name">First word on the command line.</param>
/// <param name="Summary">One sentence for the help.</param>
/// <param name="Commands">In the order of the help.</param>
internal sealed record CommandGroup(string Name, string Summary, IReadOnlyList<ICommand> Commands)
{
    /// <summary>Every command there is; a new one is added here.</summary>
    public static IReadOnlyList<CommandGroup> All() =>
    [
        new("vault", "The root keys that seal users' provider keys: make, rotate, check.",
        [
            new KeygenCommand(), new StatusCommand(), new StageCommand(), new ActivateCommand(), new RewrapCommand(), new VerifyCommand(), new RetireCommand(),
            new ImportLegacyCommand(),
        ]),
        new("account", "Users who cannot get in by themselves.", [new ResetTwoFactorCommand()]),
        new("storage", "Where the documents are kept: move them to another database.", [new CopyCommand()]),
    ];

    /// <summary>Commands that stand alone, without a group.</summary>
    public static IReadOnlyList<ICommand> Alone() => [new ReplayCommand()];
}
