using System.CommandLine;
using System.Text;

namespace VoiceAgent.Web.Commands.Import;

/// <summary>Options that say where the earlier system's documents and secrets are. Secrets never stand on the command line.</summary>
internal sealed class ImportSource
{
    private const string FromEnvironment = "env:";

    private readonly Option<string> _source = new("--source")
    {
        Description = "A file from mongoexport, a mongodb:// address, or env:NAME for an environment variable that holds the address.",
        HelpName = "file|uri|env:NAME",
        Required = true,
    };

    private readonly Option<string[]> _collections = Texts("--collection", "Collection with keys; the usual names where it is not given.", "name");
    private readonly Option<string?> _users = new("--users") { Description = "Where the users with their e-mail addresses are, if the keys' documents do not hold them.", HelpName = "file|uri|env:NAME" };
    private readonly Option<string[]> _usersCollections = Texts("--users-collection", "Collection with the users; users where it is not given.", "name");
    private readonly Option<string[]> _secretFiles = Texts("--secret-file", "File with the old JWT secret, - for standard input; again for previous secrets. One line break at its end is left out.", "file|-");
    private readonly Option<string[]> _secretVariables = Texts("--secret-env", "Environment variable with the old JWT secret; again for previous secrets.", "NAME");

    public IReadOnlyList<Symbol> Options => [_source, _collections, _users, _usersCollections, _secretFiles, _secretVariables];

    public string SourceOf(CommandArguments arguments) => Resolve(arguments.Required(_source));

    public IReadOnlyList<string> CollectionsOf(CommandArguments arguments) => arguments.Get(_collections) ?? [];

    public string? UsersOf(CommandArguments arguments) => arguments.Get(_users) is { } users
        ? Resolve(users)
        : arguments.Get(_usersCollections) is { Length: > 0 } ? SourceOf(arguments) : null;

    public IReadOnlyList<string> UsersCollectionsOf(CommandArguments arguments) => arguments.Get(_usersCollections) is { Length: > 0 } given ? given : IsFile(UsersOf(arguments)) ? [] : ["users"];

    /// <summary>The secrets, for the caller to zero: files first, then variables, each kind in the order it was written.</summary>
    public async Task<IReadOnlyList<byte[]>> SecretsAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var secrets = new List<byte[]>();
        foreach (var file in arguments.Get(_secretFiles) ?? [])
        {
            secrets.Add(WithoutLineBreak(await ReadAsync(file, cancellationToken)));
        }

        foreach (var variable in arguments.Get(_secretVariables) ?? [])
        {
            secrets.Add(Encoding.UTF8.GetBytes(Variable(variable)));
        }

        return secrets.Count > 0 && secrets.TrueForAll(secret => secret.Length > 0)
            ? secrets
            : throw new CommandException("Give the earlier system's secret with --secret-file or --secret-env; it must not be empty.", ExitCode.WrongUsage);
    }

    public static Option<string[]> Texts(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    private static bool IsFile(string? source) => source?.Contains("://", StringComparison.Ordinal) is false;

    private static string Resolve(string source) => source.StartsWith(FromEnvironment, StringComparison.Ordinal) ? Variable(source[FromEnvironment.Length..]) : source;

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new CommandException($"The environment variable {name} is not set.");

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file != "-")
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }

        await using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        await input.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static byte[] WithoutLineBreak(byte[] secret) => secret switch
    {
        [.. var start, (byte)'\r', (byte)'\n'] => start,
        [.. var start, (byte)'\n'] => start,
        _ => secret,
    };
}
