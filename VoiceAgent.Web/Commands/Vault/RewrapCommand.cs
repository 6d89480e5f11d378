using System.CommandLine;
using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault rewrap</c>: seals everything anew by the active root key.</summary>
internal sealed class RewrapCommand : ICommand
{
    private readonly Option<int> _batch = new("--batch")
    {
        Description = "Documents written together.",
        HelpName = "1-10000",
        DefaultValueFactory = _ => VaultRewrap.DefaultBatchSize,
    };

    public RewrapCommand() => _batch.Validators.Add(result =>
    {
        if (result.GetValue(_batch) is < 1 or > 10_000)
        {
            result.AddError("--batch must be 1 to 10000.");
        }
    });

    public string Name => "rewrap";

    public string Summary =>
        "Seals everything anew by the active root key, beside running servers. May be stopped and run again. Exit code 1 when something could not be opened.";

    public IReadOnlyList<Symbol> Parameters => [_batch];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var report = await arguments.Services.GetRequiredService<VaultRewrap>().RunAsync(
            arguments.Get(_batch), (done, total) => output.ProgressAsync($"Rewrapped {done} of {total}"), cancellationToken);
        await output.ResultAsync(report, Describe(report));
        return report.Remaining == 0 ? ExitCode.Success : ExitCode.Problem;
    }

    private static string Describe(RewrapReport report)
    {
        var lines = report.Collections.Select(collection => $"{collection.Name,-20} {collection.Rewrapped,10} rewrapped {collection.Remaining,10} left");
        var next = report.Remaining == 0
            ? "Nothing is sealed by another root key any more. Next: vault verify, then vault retire"
            : "What is left could not be opened, or its root key is not in the key file here; a provider key that could not be opened is marked, and its owner is asked to enter it again.";
        return string.Join(Environment.NewLine, [$"Sealed by the root key {report.ActiveRootKeyId}:", .. lines, next]);
    }
}
