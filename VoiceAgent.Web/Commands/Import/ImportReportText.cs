using System.Text;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Commands.Import;

/// <summary>The import's results in words: counts and places, never values.</summary>
internal static class ImportReportText
{
    public static string Of(LegacyProbe probe)
    {
        var text = new StringBuilder();
        text.AppendLine($"{probe.Documents} documents, {probe.Fields} fields with something in them; {probe.Tried} tokens tried, {probe.Opened} opened.");
        foreach (var candidate in probe.Candidates)
        {
            text.AppendLine($"  {candidate.Opened,4}  {candidate.Name}");
        }

        if (probe.Opened == 0)
        {
            text.AppendLine(probe.Tried == 0
                ? "No Fernet token was found. Name the collection with --collection and the fields with --field, --key-field or --map-field."
                : "None opens: another secret, salt, number of iterations, hash or key mode. The earlier system's source has them.");
        }

        return text.ToString().TrimEnd();
    }

    public static string Of(LegacyReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"{(report.IsDryRun ? "Dry run, nothing was written. " : string.Empty)}{report.Documents} documents, {report.Lines.Count} fields.");
        foreach (var outcome in report.Lines.GroupBy(line => line.Outcome).OrderBy(group => group.Key))
        {
            text.AppendLine($"  {outcome.Count(),5}  {Words(outcome.Key, report.IsDryRun)}: {PerProvider(outcome)}");
        }

        AppendPlaces(text, "Look at these:", report.Lines.Where(line => line.IsProblem));
        AppendPlaces(text, "White space around these keys was dropped:", report.Lines.Where(line => line.Trimmed));
        if (report.Count(LegacyOutcome.Imported) > 0)
        {
            text.AppendLine("Imported keys are untested: test them under Settings. The old key of each was readable by whoever had the old JWT secret;");
            text.AppendLine("ask every user to make a new key at the provider.");
        }

        return text.ToString().TrimEnd();
    }

    private static string PerProvider(IEnumerable<LegacyLine> lines) =>
        string.Join(", ", lines.GroupBy(line => line.Provider).OrderBy(group => group.Key).Select(group => $"{Name(group.Key)} {group.Count()}"));

    private static string Name(ProviderName? provider) => provider is { } known ? ProviderCatalog.Get(known).DisplayName : "unknown";

    private static void AppendPlaces(StringBuilder text, string title, IEnumerable<LegacyLine> lines)
    {
        var places = lines.ToList();
        if (places.Count == 0)
        {
            return;
        }

        text.AppendLine(title);
        foreach (var line in places)
        {
            text.AppendLine($"  {line.Collection} {line.DocumentId} {line.Field}: {line.Detail ?? Words(line.Outcome, isDryRun: false)}");
        }
    }

    private static string Words(LegacyOutcome outcome, bool isDryRun) => outcome switch
    {
        LegacyOutcome.Imported => isDryRun ? "would be imported" : "imported",
        LegacyOutcome.AlreadyImported => "imported before",
        LegacyOutcome.KeptNewer => "left alone, because the account has its own newer key",
        LegacyOutcome.Superseded => "left out, because a later key of the same provider goes to the account",
        LegacyOutcome.Empty => "empty",
        LegacyOutcome.Inactive => "inactive (--include-inactive takes them too)",
        LegacyOutcome.Malformed => "not encrypted by Fernet",
        LegacyOutcome.Unreadable => "does not open: another secret, or damaged",
        LegacyOutcome.Refused => "not usable as a key",
        LegacyOutcome.UnknownProvider => "unknown provider (name it with --alias)",
        LegacyOutcome.UnknownOwner => "nobody here has the address of its user",
        LegacyOutcome.NoTelnyxKey => "a webhook public key without a Telnyx key to go with",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
