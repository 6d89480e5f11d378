using VoiceAgent.Core.Keys.Rotation;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary><c>vault verify</c>: opens every sealed secret and counts.</summary>
internal sealed class VerifyCommand : ICommand
{
    public string Name => "verify";

    public string Summary => "Opens every sealed secret in storage and reports counts only; changes nothing. Exit code 1 when one does not open.";

    public bool OnlyLooks(CommandArguments arguments) => true;

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        var report = await arguments.Services.GetRequiredService<VaultCheck>().RunAsync(
            done => output.ProgressAsync($"Looked at {done} documents"), cancellationToken);
        await output.ResultAsync(report, Describe(report));
        return report.Unreadable == 0 ? ExitCode.Success : ExitCode.Problem;
    }

    private static string Describe(VerifyReport report)
    {
        var lines = report.Collections.Select(
            collection => $"{collection.Name,-20} {collection.Opened,10} open {collection.Unreadable,10} do not {collection.WithoutSecret,10} without a secret");
        var last = report.Unreadable == 0
            ? $"Every sealed secret opens: {report.Opened}."
            : "Some do not open: they were changed or moved in storage, or sealed by a root key that the key file here does not hold. "
                + "Look with vault status which root keys are missing; put the key file that holds them back from its backup.";
        return string.Join(Environment.NewLine, [.. lines, last]);
    }
}
