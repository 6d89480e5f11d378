using System.Collections.Concurrent;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>A thousand calls made up from their numbers: whatever the timing, what must hold of every call holds.</summary>
[Trait("Kind", "Scenario")]
public sealed class GeneratedCallTests
{
    private const int Batch = 125;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Every_generated_call_keeps_its_promises(int batch)
    {
        var broken = new ConcurrentBag<int>();
        Parallel.For(batch * Batch, (batch + 1) * Batch, seed =>
        {
            if (Failure(CallGenerator.Make(seed)) is not null)
            {
                broken.Add(seed);
            }
        });
        Assert.True(broken.IsEmpty, $"{broken.Count} calls broke a promise: {string.Join(", ", broken.Order())}. {Describe(broken)}");
    }

    private static string? Describe(ConcurrentBag<int> broken)
    {
        if (broken.IsEmpty)
        {
            return null;
        }

        var call = CallGenerator.Make(broken.Min());
        var kind = Kind(Failure(call));
        var smallest = call.Shrink(tried => Kind(Failure(tried)) == kind);
        return $"{smallest}{Environment.NewLine}{Failure(smallest)}";
    }

    // A shrunk call has to break the same promise, not just any.
    private static string? Kind(Exception? failure) =>
        failure?.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(nameof(Promises), StringComparison.Ordinal))?.Split('(')[0];

    private static Exception? Failure(GeneratedCall call)
    {
        try
        {
            Promises.Check(call.Run());
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
