using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls;

[Trait("Kind", "Unit")]
public sealed class MediaTokensTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_token_opens_its_call_once()
    {
        var tokens = new MediaTokens(_time);
        var call = CallId.New();
        var token = tokens.Issue(call);

        Assert.Equal(call, tokens.Consume(token));
        Assert.Null(tokens.Consume(token));
    }

    [Fact]
    public void A_token_is_good_for_a_minute()
    {
        var tokens = new MediaTokens(_time);
        var (early, late) = (tokens.Issue(CallId.New()), tokens.Issue(CallId.New()));

        _time.Advance(MediaTokens.Lifetime - TimeSpan.FromTicks(1));
        Assert.NotNull(tokens.Consume(early));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(tokens.Consume(late));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüä")]
    public void What_was_not_issued_opens_nothing(string? token)
    {
        var tokens = new MediaTokens(_time);
        tokens.Issue(CallId.New());

        Assert.Null(tokens.Consume(token));
    }

    [Fact]
    public void Of_many_who_use_a_token_at_once_one_gets_in()
    {
        var tokens = new MediaTokens(_time);
        var token = tokens.Issue(CallId.New());
        var opened = 0;

        Parallel.For(0, 64, _ =>
        {
            if (tokens.Consume(token) is not null)
            {
                Interlocked.Increment(ref opened);
            }
        });

        Assert.Equal(1, opened);
    }
}
