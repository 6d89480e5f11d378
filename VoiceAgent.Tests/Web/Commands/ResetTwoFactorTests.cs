using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Audit;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Commands;

/// <summary>A user who has lost the app and the codes is let in by the operator, beside the running server.</summary>
[Trait("Kind", "Host")]
public sealed class ResetTwoFactorTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task The_password_is_enough_again_every_session_is_over_and_the_trail_says_who_did_it()
    {
        const string Email = "locked.out@example.com";
        using var browser = await app.SignUpAsync(Email);
        var user = await UserAsync(Email);
        await EnableAsync(user);
        using var before = app.NewBrowser();
        await before.SignInAsync(Email);
        Assert.False(await before.IsSignedInAsync());

        var run = await ResetAsync("--email", " Locked.Out@example.com ", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((Email, true, 0, 1), (
            run.Json.GetProperty("email").GetString(), run.Json.GetProperty("wasEnabled").GetBoolean(),
            run.Json.GetProperty("passkeysRemoved").GetInt32(), run.Json.GetProperty("sessionsEnded").GetInt32()));
        Assert.False(await browser.IsSignedInAsync());
        using var after = app.NewBrowser();
        await after.SignInAsync(Email);
        Assert.True(await after.IsSignedInAsync());
        Assert.Null(await app.Services.GetRequiredService<SecondFactors>().FindAsync(user.Id, default));
        var trail = await app.Services.GetRequiredService<IAuditTrail>().ListAsync(user.AccountId, null, 20, default);
        Assert.Contains(trail, entry => entry.Event.Name == AccountEvents.TwoStepReset && entry.Event.Actor == AuditActor.Operator);
        Assert.True((await app.Services.GetRequiredService<IAuditTrail>().VerifyAsync(user.AccountId, default)).IsIntact);
        Assert.Contains("Two-step sign-in taken away", (await after.OpenAsync("/settings/audit")).Document.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_nobody_has_and_a_missing_one_are_told()
    {
        var unknown = await ResetAsync("--email", "nobody@example.com");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("Nobody signs in with nobody@example.com here", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await ResetAsync()).ExitCode);
    }

    private Task<CommandRun> ResetAsync(params string[] options) => CommandRun.Async(
        ["account", "reset-two-factor", .. options, app.StorageSetting, $"--Vault:KeyFile={Path.Combine(app.Folder, "vault-keys.json")}"]);

    private async Task<User> UserAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User;
    }

    private async Task EnableAsync(User user)
    {
        var factors = app.Services.GetRequiredService<SecondFactors>();
        var key = await factors.BeginAsync(user, default);
        var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
        Assert.True(await factors.ProveAsync(user, Totp.CodeOf(key, step), default));
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Users>();
        var stored = (await users.FindByIdAsync(user.Id.ToString()))!;

        // Without the change of stamp that ends sessions: what ends them here is the command.
        await scope.ServiceProvider.GetRequiredService<VoiceAgent.Core.Storage.IDocuments<User>>()
            .UpdateAsync(stored.User.Id.ToString(), current => current with { TwoFactorEnabled = true }, default);
    }
}
