using System.CommandLine;
using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault activate</c>: makes a staged root key the one that seals.</summary>
internal sealed class ActivateCommand : ICommand
{
    private readonly Option<string?> _id = new("--kid") { Description = "The root key; the only staged one where it is not given.", HelpName = "id" };

    public string Name => "activate";

    public string Summary => "Makes a staged root key the one that seals; refused while a running server has not loaded it.";

    public IReadOnlyList<Symbol> Parameters => [_id];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var record = await arguments.Services.GetRequiredService<RootKeyRotation>().ActivateAsync(arguments.Get(_id), cancellationToken);
        await output.ResultAsync(
            RootKeyResult.Of(record),
            $"The root key {record.RootKeyId} is active: what is written from now on is sealed by it. Next: vault rewrap");
        return ExitCode.Success;
    }
}
