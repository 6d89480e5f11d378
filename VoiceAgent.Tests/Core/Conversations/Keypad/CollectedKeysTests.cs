using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Keypad;

namespace VoiceAgent.Tests.Core.Conversations.Keypad;

[Trait("Kind", "Unit")]
public sealed class CollectedKeysTests
{
    /// <summary>Keys as <c>key@number</c> in the order of their arrival, 100 ms apart; number 0 is none.</summary>
    [Theory]
    [InlineData("1@0 2@0 3@0", "1 2 3", 1700)]
    [InlineData("1@0 2@0 #@0", "1 2 #", 200)]
    [InlineData("1@4 3@9 2@7", "1 2 3", 1700)]
    [InlineData("1@4 #@9 2@7", "1 2 #", 320)]
    [InlineData("1@4 1@4 1@5", "1 1", 1700)]
    [InlineData("1@0 2@0 3@0 4@0", "1 2 3 4", 300)]
    [InlineData("#@0", "#", 0)]
    public void Keys_are_put_in_order_counted_once_and_end(string pressed, string told, int completeAt)
    {
        var keys = new CollectedKeys(new TurnOptions { MaxKeys = 4 });
        var at = TimeSpan.Zero;
        foreach (var key in pressed.Split(' '))
        {
            keys.Add(key[0], long.Parse(key[2..]), at);
            at += TimeSpan.FromMilliseconds(100);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(completeAt), keys.CompleteAt);
        Assert.Equal(told, keys.Take());
        Assert.Equal((false, null), (keys.Any, keys.CompleteAt));
    }

    [Theory]
    [InlineData("", "#")]
    [InlineData("*", "#")]
    public void Only_the_key_that_was_set_ends_them(string end, string pressed)
    {
        var keys = new CollectedKeys(new TurnOptions { KeysEnd = end, KeyPause = TimeSpan.FromSeconds(3) });
        keys.Add(pressed[0], 0, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(3), keys.CompleteAt);
    }

    [Fact]
    public void A_key_that_was_told_does_not_come_again()
    {
        var keys = new CollectedKeys(new TurnOptions());
        keys.Add('1', 5, TimeSpan.Zero);
        keys.Take();

        Assert.False(keys.Add('1', 5, TimeSpan.FromSeconds(9)));
        Assert.False(keys.Any);
    }
}
