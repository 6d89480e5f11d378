using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>
/// A call made up from a seed, the same each time: what it is held by, and what happens in it. What happens can be left out piece by
/// piece without moving the rest.
/// </summary>
public sealed record GeneratedCall(int Seed, IReadOnlyList<Happening> Happenings)
{
    /// <summary>Plays the call in virtual time.</summary>
    public CallOutcome Run()
    {
        var scenario = new CallScenario();
        foreach (var happening in Happenings)
        {
            happening.Add(scenario);
        }

        return scenario.Run();
    }

    /// <summary>
    /// The call with as little happening in it as still breaks a promise: halves are left out, then quarters, down to single happenings.
    /// </summary>
    public GeneratedCall Shrink(Func<GeneratedCall, bool> breaks)
    {
        ArgumentNullException.ThrowIfNull(breaks);
        var smallest = this;
        for (var size = (Happenings.Count + 1) / 2; size >= 1; size /= 2)
        {
            for (var from = 0; from < smallest.Happenings.Count;)
            {
                var tried = smallest with { Happenings = [.. smallest.Happenings.Take(from), .. smallest.Happenings.Skip(from + size)] };
                if (tried.Happenings.Count > 0 && breaks(tried))
                {
                    smallest = tried;
                }
                else
                {
                    from += size;
                }
            }
        }

        return smallest;
    }

    public override string ToString() => $"Call {Seed}:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", Happenings.Select(happening => happening.What))}";
}

/// <summary>Something in a call.</summary>
/// <param name="What">In words, for whoever reads of a failure.</param>
/// <param name="Add">Writes it into the script.</param>
public sealed record Happening(string What, Action<CallScenario> Add);
