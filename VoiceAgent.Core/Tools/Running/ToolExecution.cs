using System.Globalization;
using System.Text.Json;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>One run of one tool. Whatever the tool does, it ends as a <see cref="ToolRun"/> and in time.</summary>
internal sealed class ToolExecution(ITool tool, JsonElement arguments, ToolTurnSetup setup)
{
    // A tool that changes something and is under way when the call ends gets so long to finish.
    private static readonly TimeSpan AfterCall = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan TidyUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it until <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<ToolRun> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(setup.Context.Time, cancellationToken);
        deadline.Arm(tool.Timeout);
        try
        {
            var result = await HeedfulAsync(tool.RunAsync(arguments, setup.Context, deadline.Token), deadline.Token);
            return new ToolRun(result, result.IsFailure ? ToolOutcome.Failed : ToolOutcome.Succeeded);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            var seconds = tool.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            var doubt = tool.ChangesSomething ? " Whether it took effect is not known." : string.Empty;
            return new ToolRun(ToolResult.Failed($"The tool did not answer within {seconds} seconds.{doubt}"), ToolOutcome.TimedOut);
        }
        catch (OperationCanceledException)
        {
            return new ToolRun(ToolResult.Failed("Cancelled before there was a result, because the caller spoke. Ask for it again if it is still needed."), ToolOutcome.Cancelled);
        }
        catch (Exception exception)
        {
            setup.Faulted(exception);
            return new ToolRun(ToolResult.Failed("The tool failed."), ToolOutcome.Failed);
        }
    }

    // A tool that is cancelled is given a moment to tidy up; one that does not heed its token is left behind.
    private async Task<ToolResult> HeedfulAsync(Task<ToolResult> running, CancellationToken cancellationToken)
    {
        try
        {
            return await running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!running.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(running, Task.Delay(TidyUp, setup.Context.Time, enough.Token));
            Stop(enough);
            throw;
        }
    }

    // At once, on this thread: the timers of a run belong to its turn's own context.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    /// <summary>Runs it to its end, once the caller's turn is known to be over; the end of the call leaves it a little more time.</summary>
    public async Task<ToolRun> RunKeptAsync(CancellationToken callEnded)
    {
        using var patience = new Deadline(setup.Context.Time, CancellationToken.None);
        await using var ends = callEnded.UnsafeRegister(static deadline => ((Deadline)deadline!).Arm(AfterCall), patience);
        try
        {
            await setup.MayChange.WaitAsync(callEnded);
        }
        catch (OperationCanceledException)
        {
            return new ToolRun(ToolResult.Failed("Not run: the caller went on speaking. Ask for it again if it is still wanted."), ToolOutcome.Cancelled);
        }

        return await RunAsync(patience.Token);
    }
}
