using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Keys.Fernet;

namespace VoiceAgent.Web.Commands.Import;

/// <summary>Options that say how the earlier system made its key from its secret. There is no usual salt: its source code has it.</summary>
internal sealed class ImportDerivation
{
    private readonly Option<FernetKeyMode> _mode = new("--key-mode") { Description = "How the key comes from the secret.", DefaultValueFactory = _ => FernetKeyMode.Pbkdf2 };
    private readonly Option<string[]> _salts = ImportSource.Texts("--salt", "Salt as text; again for others.", "text");
    private readonly Option<string[]> _hexSalts = ImportSource.Texts("--salt-hex", "Salt in hexadecimal.", "hex");
    private readonly Option<string[]> _base64Salts = ImportSource.Texts("--salt-base64", "Salt in base64.", "base64");
    private readonly Option<int?> _saltFromSecret = new("--salt-from-secret") { Description = "The salt is the beginning of the secret, so many bytes.", HelpName = "bytes" };
    private readonly Option<int[]> _iterations = new("--iterations") { Description = $"PBKDF2 iterations; {string.Join(", ", FernetKeyOptions.UsualIterations)} are tried where it is not given.", HelpName = "number" };
    private readonly Option<string> _hash = new("--hash") { Description = "PBKDF2 hash.", DefaultValueFactory = _ => "sha256" };
    private readonly Option<string> _pad = new("--pad") { Description = "What fills up a short secret with --key-mode FirstBytesPadded: zero-digit, zero-byte or blank.", DefaultValueFactory = _ => "zero-digit" };

    public ImportDerivation()
    {
        _hash.AcceptOnlyFromAmong("sha256", "sha512", "sha1");
        _pad.AcceptOnlyFromAmong("zero-digit", "zero-byte", "blank");
    }

    public IReadOnlyList<Symbol> Options => [_mode, _salts, _hexSalts, _base64Salts, _saltFromSecret, _iterations, _hash, _pad];

    public FernetKeyOptions Of(CommandArguments arguments)
    {
        var options = new FernetKeyOptions
        {
            Mode = arguments.Get(_mode),
            Salts = Salts(arguments),
            SaltFromSecret = arguments.Get(_saltFromSecret),
            Iterations = arguments.Get(_iterations) is { Length: > 0 } given ? given : FernetKeyOptions.UsualIterations,
            Hash = new HashAlgorithmName(arguments.Get(_hash)!.ToUpperInvariant()),
            Pad = arguments.Get(_pad) switch { "zero-byte" => 0, "blank" => (byte)' ', _ => (byte)'0' },
        };
        if (options.Iterations.Any(count => count is < 1 or > 10_000_000) || options.SaltFromSecret is < 1)
        {
            throw new CommandException("--iterations is a number from 1 to 10000000, --salt-from-secret a number above 0.", ExitCode.WrongUsage);
        }

        var needsSalt = options.Mode is FernetKeyMode.Pbkdf2 or FernetKeyMode.Pbkdf2Hex;
        return needsSalt && options is { Salts.Count: 0, SaltFromSecret: null }
            ? throw new CommandException(
                "Give the salt with --salt, --salt-hex, --salt-base64 or --salt-from-secret: it stands in the earlier system's source, next to PBKDF2HMAC. "
                + "If that system did not use PBKDF2, give --key-mode.",
                ExitCode.WrongUsage)
            : options;
    }

    private byte[][] Salts(CommandArguments arguments)
    {
        try
        {
            return
            [
                .. (arguments.Get(_salts) ?? []).Select(Encoding.UTF8.GetBytes),
                .. (arguments.Get(_hexSalts) ?? []).Select(Convert.FromHexString),
                .. (arguments.Get(_base64Salts) ?? []).Select(Convert.FromBase64String),
            ];
        }
        catch (FormatException)
        {
            throw new CommandException("A salt is not what its option says: --salt-hex takes hexadecimal digits, --salt-base64 base64.", ExitCode.WrongUsage);
        }
    }
}
