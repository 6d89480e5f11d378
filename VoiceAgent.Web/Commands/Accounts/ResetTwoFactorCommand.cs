using System.CommandLine;
using VoiceAgent.Core.Accounts.TwoFactor;

namespace VoiceAgent.Web.Commands.Accounts;

/// <summary><c>account reset-two-factor</c>: lets a user in who has lost the authenticator app and the recovery codes.</summary>
internal sealed class ResetTwoFactorCommand : ICommand
{
    private readonly Option<string> _email = new("--email") { Description = "The address the user signs in with.", HelpName = "address", Required = true };

    private readonly Option<bool> _passkeys = new("--passkeys") { Description = "Also removes the user's passkeys, for a lost device that held both." };

    public string Name => "reset-two-factor";

    public string Summary => "Takes a user's second step away and ends the user's sessions. Make sure first that it is the user who asks. Exit code 1 when nobody has the address.";

    public IReadOnlyList<Symbol> Parameters => [_email, _passkeys];

    public async Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var scope = arguments.Services.CreateAsyncScope();
        var email = arguments.Required(_email);
        var result = await scope.ServiceProvider.GetRequiredService<TwoFactorReset>().ResetAsync(email, arguments.Get(_passkeys), cancellationToken)
            ?? throw new CommandException($"Nobody signs in with {email} here.", ExitCode.Problem);
        await output.ResultAsync(result, Describe(result));
        return ExitCode.Success;
    }

    private static string Describe(TwoFactorResetResult result)
    {
        var step = result.WasEnabled ? "The second step is gone" : "There was no second step";
        var passkeys = result.PasskeysRemoved == 0 ? string.Empty : $" Passkeys removed: {result.PasskeysRemoved}.";
        return $"{result.Email}: {step}; the password is enough to sign in.{passkeys} Sessions ended: {result.SessionsEnded}. It is in the account's audit trail.";
    }
}
