namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>
/// Calls made up from their numbers in which providers fail: the caller is not left in silence, hears every word once, and loses none.
/// A call that breaks a promise is shown with as few faults as still break it.
/// </summary>
[Trait("Kind", "Scenario")]
public sealed class GeneratedFailoverTests
{
    private const int Batch = 100;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 3)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Whoever_fails_the_caller_does_not_notice(int batch)
    {
        int[] broken = [.. Enumerable.Range(batch * Batch, Batch).Where(seed => Failure(seed) is not null)];
        Assert.True(broken.Length == 0, $"{broken.Length} calls broke a promise: {string.Join(", ", broken)}. {Describe(broken)}");
    }

    private static string? Describe(int[] broken)
    {
        if (broken.Length == 0)
        {
            return null;
        }

        var (call, said) = FailoverGenerator.Make(broken[0]);
        var smallest = call.Shrink(tried => IsWhole(tried, said.Lines.Count) && Failure(tried, said) is not null);
        return $"{smallest}{Environment.NewLine}{Failure(smallest, said)}";
    }

    // The providers, the questions and the end stay: only faults and pace are left out.
    private static bool IsWhole(GeneratedCall tried, int lines) => tried.Happenings.Count(happening =>
        happening.What.StartsWith('\'') || happening.What.StartsWith("two providers", StringComparison.Ordinal) || happening.What.StartsWith("caller hangs up", StringComparison.Ordinal)) == lines + 2;

    private static Exception? Failure(int seed)
    {
        var (call, said) = FailoverGenerator.Make(seed);
        return Failure(call, said);
    }

    private static Exception? Failure(GeneratedCall call, SaidLines said)
    {
        try
        {
            FailoverPromises.Check(call.Run(), said);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
