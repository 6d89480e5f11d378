using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Tests.Core.Accounts;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Accounts;

[Trait("Kind", "Unit")]
public sealed class PasswordSignInTests : IAsyncDisposable
{
    private readonly AccountsFixture.ManualClock _clock = new();
    private readonly AccountsFixture.CountingHasher _hasher = new();
    private readonly SignInNode _node;

    public PasswordSignInTests() => _node = new SignInNode(new InMemoryDocumentStore(_clock), _clock, _hasher);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task The_right_password_signs_in_as_the_user_of_the_account()
    {
        var user = await RegisterAsync();

        var (outcome, context) = await AttemptAsync(" ada@EXAMPLE.com ", AccountsFixture.Password);

        Assert.Equal(SignInOutcome.SignedIn, outcome);
        Assert.Equal(new SignedInUser(user.Id, user.AccountId, "ada@example.com"), SignedInUser.From(context.User));
        Assert.StartsWith("voiceagent-session=", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@example.com", "wrong river under stones")]
    [InlineData("nobody@example.com", AccountsFixture.Password)]
    public async Task A_wrong_password_and_an_unknown_address_look_alike(string email, string password)
    {
        await RegisterAsync();

        var (outcome, context) = await AttemptAsync(email, password);

        Assert.Equal(SignInOutcome.Wrong, outcome);
        Assert.Empty(context.Response.Headers.SetCookie.ToString());
        Assert.Equal(1, _hasher.Checks);
    }

    [Fact]
    public async Task Two_hundred_wrong_passwords_at_once_are_checked_five_times_and_end_locked_out()
    {
        await RegisterAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async attempt =>
        {
            await Task.Yield();
            return (await AttemptAsync("ada@example.com", $"wrong river number {attempt}")).Outcome;
        }));

        Assert.Equal(5, _hasher.Checks);
        Assert.Equal(4, outcomes.Count(outcome => outcome == SignInOutcome.Wrong));
        Assert.Equal(196, outcomes.Count(outcome => outcome == SignInOutcome.LockedOut));
        Assert.Equal(SignInOutcome.LockedOut, (await AttemptAsync("ada@example.com", AccountsFixture.Password)).Outcome);
    }

    [Fact]
    public async Task A_lockout_ends_after_five_minutes()
    {
        await RegisterAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await AttemptAsync("ada@example.com", "wrong river under stones");
        }

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(SignInOutcome.SignedIn, (await AttemptAsync("ada@example.com", AccountsFixture.Password)).Outcome);
    }

    [Fact]
    public async Task The_right_password_starts_the_count_again()
    {
        await RegisterAsync();

        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                Assert.Equal(SignInOutcome.Wrong, (await AttemptAsync("ada@example.com", "wrong river under stones")).Outcome);
            }

            Assert.Equal(SignInOutcome.SignedIn, (await AttemptAsync("ada@example.com", AccountsFixture.Password)).Outcome);
        }
    }

    [Fact]
    public async Task Input_that_can_be_no_password_is_not_even_hashed()
    {
        await RegisterAsync();

        Assert.Equal(SignInOutcome.Wrong, (await AttemptAsync("ada@example.com", new string('x', 1_000_000))).Outcome);
        Assert.Equal(SignInOutcome.Wrong, (await AttemptAsync(new string('x', 1_000_000), AccountsFixture.Password)).Outcome);
        Assert.Equal(0, _hasher.Checks);
    }

    private Task<User> RegisterAsync() => _node.RegisterAsync("ada@example.com", AccountsFixture.Password);

    private Task<(SignInOutcome Outcome, HttpContext Context)> AttemptAsync(string email, string password) => _node.AttemptAsync(email, password);
}
