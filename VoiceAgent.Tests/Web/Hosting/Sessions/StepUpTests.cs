using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Tests.Core.Accounts;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Hosting.Sessions;

/// <summary>Circuits follow their session: they end with it, and what needs a confirmed user asks the session on the server.</summary>
[Trait("Kind", "Unit")]
public sealed class StepUpTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new(services => services.AddRouting().AddSignIn());

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task A_circuit_may_change_keys_for_ten_minutes_and_again_after_a_confirmation_elsewhere()
    {
        var (_, session, state) = await OpenCircuitAsync();
        var stepUp = new StepUp(state, _accounts.Sessions);

        Assert.True(await stepUp.IsConfirmedAsync(CancellationToken.None));
        _accounts.Clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<StepUpRequiredException>(() => stepUp.EnsureConfirmedAsync(CancellationToken.None));

        await _accounts.Sessions.ConfirmAsync(session.Id, CancellationToken.None);
        await stepUp.EnsureConfirmedAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_ended_session_and_a_visitor_are_not_confirmed()
    {
        var (user, session, state) = await OpenCircuitAsync();
        await _accounts.Sessions.EndAsync(user.Id, session.Id, CancellationToken.None);

        Assert.False(await new StepUp(state, _accounts.Sessions).IsConfirmedAsync(CancellationToken.None));
        state.SignOut();
        Assert.False(await new StepUp(state, _accounts.Sessions).IsConfirmedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Endpoints_ask_by_policy()
    {
        var (_, _, state) = await OpenCircuitAsync();
        var principal = (await state.GetAuthenticationStateAsync()).User;
        var authorization = _accounts.Scope.ServiceProvider.GetRequiredService<IAuthorizationService>();

        var fresh = await authorization.AuthorizeAsync(principal, null, StepUpRequirement.Policy);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(10));
        var stale = await authorization.AuthorizeAsync(principal, null, StepUpRequirement.Policy);
        var nobody = await authorization.AuthorizeAsync(new ClaimsPrincipal(new ClaimsIdentity()), null, StepUpRequirement.Policy);

        Assert.Equal((true, false, false), (fresh.Succeeded, stale.Succeeded, nobody.Succeeded));
    }

    [Fact]
    public async Task A_circuit_is_nobodys_as_soon_as_its_session_ends()
    {
        var (user, session, state) = await OpenCircuitAsync();
        using var circuits = new CircuitSessions(_accounts.Sessions);
        circuits.Add("circuit", session.Id, state.SignOut);
        circuits.Add("other", SessionId.New(), () => Assert.Fail("Another session's circuit."));

        await _accounts.Sessions.EndAsync(user.Id, session.Id, CancellationToken.None);

        Assert.False((await state.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
        Assert.Equal(1, circuits.Count);
    }

    [Fact]
    public async Task A_circuit_is_signed_out_when_the_session_or_the_security_stamp_is_not_current()
    {
        var (user, session, state) = await OpenCircuitAsync();
        var principal = (await state.GetAuthenticationStateAsync()).User;
        var before = await state.IsCurrentAsync(principal, CancellationToken.None);

        await _accounts.Users.UpdateSecurityStampAsync((await _accounts.Users.FindByEmailAsync(user.Email))!);
        var afterStamp = await state.IsCurrentAsync(principal, CancellationToken.None);
        await _accounts.Sessions.EndAsync(user.Id, session.Id, CancellationToken.None);

        Assert.Equal((true, false, false), (before, afterStamp, await state.IsCurrentAsync(principal, CancellationToken.None)));
    }

    [Fact]
    public async Task Using_a_circuit_is_using_its_session()
    {
        var (user, session, state) = await OpenCircuitAsync();
        var principal = (await state.GetAuthenticationStateAsync()).User;
        _accounts.Clock.Advance(TimeSpan.FromHours(1));

        await state.IsCurrentAsync(principal, CancellationToken.None);
        var idle = await _accounts.Sessions.FindAsync(user.Id, session.Id, CancellationToken.None);
        state.IsUsed = () => true;
        await state.IsCurrentAsync(principal, CancellationToken.None);

        Assert.Equal(session.LastSeenAt, idle?.LastSeenAt);
        Assert.Equal(_accounts.Clock.GetUtcNow(), (await _accounts.Sessions.FindAsync(user.Id, session.Id, CancellationToken.None))?.LastSeenAt);
    }

    private async Task<(User User, UserSession Session, RevalidatingUserState State)> OpenCircuitAsync()
    {
        var user = await _accounts.RegisterAsync();
        var session = await _accounts.Sessions.StartAsync(user.User, SignInMethod.Password, "Firefox on Linux", "This computer", CancellationToken.None);
        var principal = await _accounts.Scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.IUserClaimsPrincipalFactory<UserIdentity>>().CreateAsync(user);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SignedInUser.SessionIdClaim, session.Id.ToString()));
        var state = ActivatorUtilities.CreateInstance<RevalidatingUserState>(_accounts.Scope.ServiceProvider);
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        return (user.User, session, state);
    }
}
