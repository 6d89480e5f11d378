using System.Collections.Concurrent;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>Tens of thousands of conversations under events in any order.</summary>
[Trait("Kind", "Scenario")]
public sealed class EventStormTests
{
    private const int Storms = 40_000;

    [Fact]
    public void A_conversation_holds_whatever_comes_in_whatever_order()
    {
        var broken = new ConcurrentDictionary<int, Exception>();
        Parallel.For(0, Storms, seed =>
        {
            if (Failure(seed, Events(seed)) is { } failure)
            {
                broken[seed] = failure;
            }
        });
        Assert.True(broken.IsEmpty, broken.IsEmpty ? null : Describe(broken.Keys.Min(), broken.Count));
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
