using System.CommandLine;
using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault stage</c>: makes a root key of the key file known.</summary>
internal sealed class StageCommand : ICommand
{
    private readonly Option<string?> _id = new("--kid") { Description = "The root key; the only new one of the key file where it is not given.", HelpName = "id" };

    public string Name => "stage";

    public string Summary => "Makes a root key of the key file known, so that every server can be asked whether it has it.";

    public IReadOnlyList<Symbol> Parameters => [_id];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var record = await arguments.Services.GetRequiredService<RootKeyRotation>().StageAsync(arguments.Get(_id), cancellationToken);
        await output.ResultAsync(
            RootKeyResult.Of(record),
            $"The root key {record.RootKeyId} is staged. When vault status shows it loaded on every server: vault activate --kid {record.RootKeyId}");
        return ExitCode.Success;
    }
}
