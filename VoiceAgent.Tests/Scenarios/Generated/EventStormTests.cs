namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>Tens of thousands of conversations under events in any order.</summary>
[Trait("Kind", "Scenario")]
public sealed class EventStormTests
{
    private const int Storms = 30_000;

    [Fact]
    public void A_conversation_holds_whatever_comes_in_whatever_order()
    {
        int[] broken = [.. Enumerable.Range(0, Storms).Where(seed => Failure(seed, Events(seed)) is not null)];
        Assert.True(broken.Length == 0, broken.Length == 0 ? null : Describe(broken[0], broken.Length));
    }

    private static int Events(int seed) => 10 + (seed % 70);

    // The events of a storm do not depend on how many there are: the fewest that break it tell most.
    private static string Describe(int seed, int count)
    {
        var events = Enumerable.Range(0, Events(seed) + 1).First(events => Failure(seed, events) is not null);
        var storm = new EventStorm(seed);
        var failure = Record.Exception(() => storm.Rage(events));
        var happened = string.Join(Environment.NewLine, storm.Happened.Select(one => $"{one.At} {one.Happened}"));
        return $"{count} storms broke a promise. Storm {seed} does after {events} events: {failure}{Environment.NewLine}{happened}";
    }

    private static Exception? Failure(int seed, int events)
    {
        try
        {
            new EventStorm(seed).Rage(events);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
