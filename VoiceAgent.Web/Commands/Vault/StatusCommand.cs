using System.Text;
using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault status</c>: root keys, what they seal, and which servers have loaded them.</summary>
internal sealed class StatusCommand : ICommand
{
    public string Name => "status";

    public string Summary => "Shows the root keys, how much each seals, and the running servers. Exit code 1 when the vault does not open here.";

    public bool OnlyLooks(CommandArguments arguments) => true;

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var report = await arguments.Services.GetRequiredService<VaultReporter>().ReportAsync(cancellationToken);
        await output.ResultAsync(report, Describe(report));
        return report.LockedBecause is null ? ExitCode.Success : ExitCode.Problem;
    }

    private static string Describe(VaultReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(report.LockedBecause is null ? "The vault opens here." : $"The vault is locked here. {report.LockedBecause}");
        if (report.Warning is not null)
        {
            text.AppendLine(report.Warning);
        }

        text.AppendLine().AppendLine($"{"Root key",-20} {"State",-9} {"Loaded here",-11} {"Since",-16} Seals");
        foreach (var key in report.RootKeys)
        {
            var since = key.RetiredAt ?? key.RetiringAt ?? key.ActivatedAt ?? key.CreatedAt;
            var seals = string.Join(", ", key.Seals.Where(count => count.Value > 0).Select(count => $"{count.Value} in {count.Key}"));
            text.AppendLine(
                $"{key.RootKeyId,-20} {key.State.ToString().ToLowerInvariant(),-9} {(key.IsLoadedHere ? "yes" : "no"),-11} {since:yyyy-MM-dd HH:mm} {(seals.Length == 0 ? "nothing" : seals)}");
        }

        foreach (var id in report.NotStaged)
        {
            text.AppendLine($"{id,-20} {"new",-9} {"yes",-11} {string.Empty,-16} nothing; make it known with: vault stage --kid {id}");
        }

        text.AppendLine().AppendLine(report.Nodes.Count == 0 ? "No server is running." : "Running servers");
        foreach (var node in report.Nodes)
        {
            text.AppendLine($"{node.Id}: loaded {string.Join(", ", node.LoadedRootKeys)}; seals with {node.SealsWith ?? "nothing (locked)"}; seen {node.SeenAt:HH:mm:ss} UTC");
        }

        return text.ToString().TrimEnd();
    }
}
