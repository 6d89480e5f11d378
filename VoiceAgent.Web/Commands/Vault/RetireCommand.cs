using System.CommandLine;
using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault retire</c>: ends the life of a root key that seals nothing any more.</summary>
internal sealed class RetireCommand : ICommand
{
    private readonly Option<string?> _id = new("--kid") { Description = "The root key; the only retiring one where it is not given.", HelpName = "id" };

    public string Name => "retire";

    public string Summary => "Retires a root key that seals nothing any more; refused while it does.";

    public IReadOnlyList<Symbol> Parameters => [_id];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var record = await arguments.Services.GetRequiredService<RootKeyRotation>().RetireAsync(arguments.Get(_id), cancellationToken);
        await output.ResultAsync(
            RootKeyResult.Of(record),
            $"The root key {record.RootKeyId} is retired and may leave the key file. Keep it offline as long as there are backups of the database that it sealed.");
        return ExitCode.Success;
    }
}
