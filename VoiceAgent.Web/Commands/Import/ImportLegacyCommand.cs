using System.CommandLine;
using System.Security.Cryptography;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Keys.Legacy;

namespace VoiceAgent.Web.Commands.Import;

/// <summary><c>vault import-legacy</c>: takes over the keys of the earlier system.</summary>
internal sealed class ImportLegacyCommand : ICommand
{
    private readonly ImportSource _source = new();
    private readonly ImportDerivation _derivation = new();
    private readonly ImportMapping _mapping = new();

    private readonly Option<string?> _owner = new("--owner") { Description = "Every key goes to the account of the user here with this e-mail address.", HelpName = "email" };
    private readonly Option<bool> _byEmail = new("--by-email") { Description = "Each key goes to the account with the e-mail address of its user." };
    private readonly Option<string?> _user = new("--user") { Description = "Only keys of this user of the earlier system.", HelpName = "id" };
    private readonly Option<bool> _includeInactive = new("--include-inactive") { Description = "Keys that are marked inactive too." };
    private readonly Option<bool> _probe = new("--probe") { Description = "Only tries the secret and its derivations on the first tokens." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Tells what would be imported and writes nothing." };

    public string Name => "import-legacy";

    public string Summary => "Imports the keys of the earlier system: Fernet tokens under a key made from its JWT secret.";

    public IReadOnlyList<Symbol> Parameters =>
        [.. _source.Options, _owner, _byEmail, _user, _includeInactive, _probe, _dryRun, .. _derivation.Options, .. _mapping.Options];

    public bool OnlyLooks(CommandArguments arguments) => arguments.Get(_probe) || arguments.Get(_dryRun);

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var isProbe = arguments.Get(_probe);
        if (!isProbe && (arguments.Get(_owner) is null) != arguments.Get(_byEmail))
        {
            throw new CommandException("Say who gets the keys: either --owner EMAIL or --by-email.", ExitCode.WrongUsage);
        }

        var derivation = _derivation.Of(arguments);
        var fields = _mapping.Of(arguments);
        var secrets = await _source.SecretsAsync(arguments, cancellationToken);
        try
        {
            var plan = new LegacyImportPlan
            {
                Source = _source.SourceOf(arguments),
                Collections = _source.CollectionsOf(arguments),
                Secrets = secrets,
                Derivation = derivation,
                Fields = fields,
                OwnerEmail = arguments.Get(_owner),
                UsersSource = _source.UsersOf(arguments),
                UsersCollections = _source.UsersCollectionsOf(arguments),
                OnlyUser = arguments.Get(_user),
                IncludesInactive = arguments.Get(_includeInactive),
                IsDryRun = arguments.Get(_dryRun),
            };
            var import = arguments.Services.GetRequiredService<ILegacyImport>();
            return isProbe ? await ProbeAsync(import, plan, output, cancellationToken) : await ImportAsync(import, plan, output, cancellationToken);
        }
        catch (Exception refused) when (refused is LegacyImportException or FernetKeyException)
        {
            throw new CommandException(refused.Message);
        }
        finally
        {
            foreach (var secret in secrets)
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }

    private static async Task<int> ProbeAsync(ILegacyImport import, LegacyImportPlan plan, CommandOutput output, CancellationToken cancellationToken)
    {
        var probe = await import.ProbeAsync(plan, cancellationToken);
        await output.ResultAsync(probe, ImportReportText.Of(probe));
        return probe.Opened > 0 ? ExitCode.Success : ExitCode.Problem;
    }

    private static async Task<int> ImportAsync(ILegacyImport import, LegacyImportPlan plan, CommandOutput output, CancellationToken cancellationToken)
    {
        var report = await import.RunAsync(plan, cancellationToken);
        await output.ResultAsync(
            new
            {
                report.IsDryRun,
                report.Documents,
                Counts = report.Lines.GroupBy(line => line.Outcome).ToDictionary(group => group.Key, group => group.Count()),
                Trimmed = report.Lines.Count(line => line.Trimmed),
                report.Lines,
                report.Candidates,
            },
            ImportReportText.Of(report));
        return report.HasProblems ? ExitCode.Problem : ExitCode.Success;
    }
}
