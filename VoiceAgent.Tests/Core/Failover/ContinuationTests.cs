using VoiceAgent.Core.Failover.Models;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Tests.Core.Failover;

[Trait("Kind", "Unit")]
public sealed class ContinuationTests
{
    private static readonly ChatRequest Request = new() { Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "When do you open?")] };

    [Fact]
    public void A_reply_that_is_not_broken_off_is_passed_on_word_by_word_as_it_is() =>
        Assert.Equal(["", "We ", "", "open at ", "", "eight."], Say(new Continuation(), ["We", " op", "en", " at eig", "ht."]));

    [Fact]
    public void The_next_model_is_shown_the_whole_words_that_were_said()
    {
        var reply = new Continuation();
        Assert.Same(Request, reply.Rest(Request));
        reply.Add("We open at ei");

        var rest = reply.Rest(Request);

        Assert.Equal("We open at ", reply.Said);
        Assert.Equal([.. Request.Messages, new ChatMessage(ChatRole.Assistant, "We open at")], rest.Messages.SkipLast(1));
        Assert.Equal(ChatRole.System, rest.Messages[^1].Role);
    }

    [Theory]
    [InlineData("eight in the morning.")]
    [InlineData(" eight in the morning.")]
    [InlineData("We open at eight in the morning.")]
    [InlineData("we open  at eight in the morning.")]
    [InlineData("open at eight in the morning.")]
    [InlineData("We open at")]
    [InlineData("")]
    public void What_the_next_model_says_again_is_left_out(string answer)
    {
        foreach (var size in (int[])[1, 3, 100])
        {
            var reply = new Continuation();
            var before = reply.Add("We open at ei");
            reply.Rest(Request);

            var after = string.Concat(Say(reply, [.. answer.Chunk(size).Select(chunk => new string(chunk))]));

            var expected = answer.Contains("eight", StringComparison.Ordinal) ? "We open at eight in the morning." : "We open at";
            Assert.Equal(expected, (before + after).Trim());
        }
    }

    [Fact]
    public void A_reply_can_be_broken_off_twice()
    {
        var reply = new Continuation();
        var said = reply.Add("We open ");
        reply.Rest(Request);
        said += string.Concat(reply.Add("at eight on every day of the we"));
        reply.Rest(Request);
        said += string.Concat(Say(reply, ["week but Sunday."]));

        Assert.Equal("We open at eight on every day of the week but Sunday.", said);
    }

    private static string[] Say(Continuation reply, string[] deltas) => [.. deltas.Select(reply.Add), reply.End()];
}
