using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Tests.Core.Accounts.Sessions;

[Trait("Kind", "Unit")]
public sealed class UserSessionsTests : IAsyncDisposable
{
    private readonly AccountsFixture _accounts = new();

    private UserSessions Sessions => _accounts.Sessions;

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Fact]
    public async Task A_session_is_found_by_its_user_and_by_nobody_else()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);

        Assert.Equal(session, await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None));
        Assert.Null(await Sessions.FindAsync(UserId.New(), session.Id, CancellationToken.None));
        Assert.Null(await Sessions.FindAsync(user.Id, SessionId.New(), CancellationToken.None));
    }

    [Fact]
    public async Task Somebody_elses_session_cannot_be_ended()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);

        Assert.False(await Sessions.EndAsync(UserId.New(), session.Id, CancellationToken.None));
        Assert.NotNull(await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Ending_all_others_keeps_the_one_and_says_which_ended()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var other = (await _accounts.RegisterAsync("grace@example.com")).User;
        var (here, first, second, others) = (await StartAsync(user), await StartAsync(user), await StartAsync(user), await StartAsync(other));
        var ended = new List<SessionId>();
        Sessions.Ended += (_, end) => ended.Add(end.Session);

        var count = await Sessions.EndOthersAsync(user.Id, here.Id, CancellationToken.None);

        Assert.Equal(2, count);
        Assert.Equal(new HashSet<SessionId> { first.Id, second.Id }, [.. ended]);
        Assert.Equal([here], await Sessions.ListAsync(user.Id, CancellationToken.None));
        Assert.Equal([others], await Sessions.ListAsync(other.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_is_not_used_is_gone_after_eight_hours_and_five_minutes()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);

        _accounts.Clock.Advance(UserSessions.Idle + UserSessions.SeenEvery);

        Assert.Null(await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_is_used_is_gone_after_a_week()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);
        for (var hours = 0; hours < 7 * 24; hours += 8)
        {
            var current = await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None);
            Assert.NotNull(current);
            await Sessions.SeenAsync(current, CancellationToken.None);
            _accounts.Clock.Advance(TimeSpan.FromHours(8));
        }

        Assert.Null(await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Use_is_noted_every_five_minutes_and_not_more_often()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);

        _accounts.Clock.Advance(TimeSpan.FromMinutes(4));
        await Sessions.SeenAsync(session, CancellationToken.None);
        var early = await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None);
        _accounts.Clock.Advance(TimeSpan.FromMinutes(1));
        await Sessions.SeenAsync(session, CancellationToken.None);

        Assert.Equal(session, early);
        Assert.Equal(_accounts.Clock.GetUtcNow(), (await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None))?.LastSeenAt);
    }

    [Theory]
    [InlineData(SignInMethod.Password, false)]
    [InlineData(SignInMethod.Passkey, false)]
    [InlineData(SignInMethod.SignUp, false)]
    [InlineData(SignInMethod.Sandbox, true)]
    public async Task A_sign_in_counts_as_confirmed_for_ten_minutes_and_the_sandbox_always(SignInMethod method, bool afterwards)
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user, method);

        _accounts.Clock.Advance(UserSessions.ConfirmationLasts - TimeSpan.FromTicks(1));
        var before = Sessions.IsConfirmed(session);
        _accounts.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.True(before);
        Assert.Equal(afterwards, Sessions.IsConfirmed(session));
    }

    [Fact]
    public async Task Confirming_again_lasts_ten_minutes_more()
    {
        var user = (await _accounts.RegisterAsync()).User;
        var session = await StartAsync(user);
        _accounts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True(await Sessions.ConfirmAsync(session.Id, CancellationToken.None));
        Assert.False(await Sessions.ConfirmAsync(SessionId.New(), CancellationToken.None));

        Assert.True(Sessions.IsConfirmed((await Sessions.FindAsync(user.Id, session.Id, CancellationToken.None))!));
    }

    private Task<UserSession> StartAsync(User user, SignInMethod method = SignInMethod.Password) =>
        Sessions.StartAsync(user, method, "Firefox on Linux", "203.0.113.0/24", CancellationToken.None);
}
