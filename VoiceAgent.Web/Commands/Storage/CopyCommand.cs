using System.CommandLine;
using System.Globalization;
using VoiceAgent.Core.Storage.Copying;

namespace VoiceAgent.Web.Commands.Storage;

/// <summary><c>storage copy</c>: moves an installation to another database.</summary>
internal sealed class CopyCommand : ICommand
{
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Where the documents are: a SQLite file or a mongodb:// address. The configured storage where it is not given.",
        HelpName = "path|address",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Where they go, likewise. An address with a password is better left to Storage__MongoUri: other users of the machine see command lines.",
        HelpName = "path|address",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with a copy that was cut off: the target may hold documents of it." };

    public string Name => "copy";

    public string Summary => "Copies all documents to another database and verifies them. Stop the server first: what it writes meanwhile is not copied.";

    public IReadOnlyList<Symbol> Parameters => [_from, _to, _resume];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var (from, to) = (arguments.Get(_from), arguments.Get(_to));
        if (from is null && to is null)
        {
            throw new CommandException("Name the source with --from or the target with --to; the other one may be the configured storage.", ExitCode.WrongUsage);
        }

        var copier = arguments.Services.GetRequiredService<StorageCopier>();
        try
        {
            var result = await copier.CopyAsync(from, to, arguments.Get(_resume), output.ProgressAsync, cancellationToken);
            await output.ResultAsync(result, Describe(result));
            return result.Verified ? ExitCode.Success : ExitCode.Problem;
        }
        catch (StorageCopyException refused)
        {
            throw new CommandException(refused.Message, ExitCode.Problem);
        }
    }

    private static string Describe(StorageCopyResult result)
    {
        var lines = new List<string> { $"From {result.From}", $"to   {result.To}" };
        lines.AddRange(result.Collections.Select(collection => string.Create(
            CultureInfo.InvariantCulture,
            $"  {collection.Name,-20} {collection.Documents,10} documents, {collection.Written} written, {(collection.Verified ? "verified" : "DIFFERENT")}  sha256 {collection.Sha256[..16]}…")));
        lines.Add(result.Verified
            ? "All documents are there, counted and compared. Start the server with the new storage; keep the old one until you are content."
            : "Source and target differ: a server was running and wrote to one of them. Stop it and copy again, with --resume when it was the source's.");
        return string.Join(Environment.NewLine, lines);
    }
}
