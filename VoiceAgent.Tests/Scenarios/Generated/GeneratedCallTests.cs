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
        // One after the other: tests of calls in real time run beside these and need the other processors.
        int[] broken = [.. Enumerable.Range(batch * Batch, Batch).Where(seed => Failure(CallGenerator.Make(seed)) is not null)];
        Assert.True(broken.Length == 0, $"{broken.Length} calls broke a promise: {string.Join(", ", broken)}. {Describe(broken)}");
    }

    private static string? Describe(int[] broken)
    {
        if (broken.Length == 0)
        {
            return null;
        }

        var call = CallGenerator.Make(broken[0]);
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
            var outcome = call.Run();
            Promises.Check(outcome);
            ReplayPromises.Check(outcome, call.Seed);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
