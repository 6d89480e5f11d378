using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault keygen</c>: makes a root key.</summary>
internal sealed class KeygenCommand : ICommand
{
    private readonly Option<string?> _file = new("--file") { Description = "The key file; Vault:KeyFile where it is not given.", HelpName = "path" };
    private readonly Option<string?> _id = new("--kid") { Description = "Name of the new root key; the month where it is not given.", HelpName = "id" };
    private readonly Option<bool> _print = new("--print")
    {
        Description = "Writes no file and prints the text of one, with the key, to standard output: for a secret store that takes it from a pipe.",
    };

    public string Name => "keygen";

    public string Summary => "Makes a root key: a new key file, or one more key in the existing file.";

    public IReadOnlyList<Symbol> Parameters => [_file, _id, _print];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var generator = arguments.Services.GetRequiredService<RootKeyGenerator>();
        if (arguments.Get(_print))
        {
            return await PrintAsync(generator, arguments, output);
        }

        var made = await generator.AddAsync(arguments.Get(_file), arguments.Get(_id), cancellationToken);
        await output.ResultAsync(made, Describe(made));
        return ExitCode.Success;
    }

    private async Task<int> PrintAsync(RootKeyGenerator generator, CommandArguments arguments, CommandOutput output)
    {
        if (arguments.Has(_file) || output.IsJson)
        {
            throw new CommandException("--print writes the key itself and nothing else: leave out --file and --json.", ExitCode.WrongUsage);
        }

        var (text, key) = generator.Create(arguments.Get(_id));
        await output.ResultAsync(key, Encoding.UTF8.GetString(text));
        CryptographicOperations.ZeroMemory(text);
        return ExitCode.Success;
    }

    private static string Describe(GeneratedRootKey made) => made.IsNewFile
        ? $"""
           Made the key file {made.File} (readable by its owner only) with the root key {made.RootKeyId}, check value {made.CheckValue}.
           Keep a backup of the file apart from the backups of the database: without it nobody can open the stored keys, with both anybody can.
           """
        : $"""
           Added the root key {made.RootKeyId}, check value {made.CheckValue}, to {made.File}. It seals nothing yet.
           Bring the file to every server, then: vault stage --kid {made.RootKeyId}
           """;
}
