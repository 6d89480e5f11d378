using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Decides whether this process takes one more call, and counts those it has taken. Thread-safe.</summary>
public sealed partial class CallAdmission(
    IOptions<CallsOptions> options, IHostApplicationLifetime lifetime, ServerLateness lateness, TimeProvider time, ILogger<CallAdmission> logger)
{
    /// <summary>So many calls are taken however late the server is: with fewer it is something else that makes it late, and refusing would not help.</summary>
    public const int AlwaysTaken = 20;

    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private int _taken;
    private long _told = long.MinValue;

    /// <summary>Calls from their first ring until they are saved.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Null when the call may be answered; it then holds <paramref name="place"/>, which is disposed when the call is over.</summary>
    public CallRefusal? Refuse(out CallPlace? place)
    {
        place = null;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new CallRefusal(CallEndReason.ServerShutdown, "The server was being stopped when the call came in.");
        }

        var taken = Interlocked.Increment(ref _taken);
        if (taken > options.Value.MaxLiveCalls)
        {
            Leave();
            return new CallRefusal(CallEndReason.ServerBusy, "The server had as many calls as it may take. The operator can raise Calls:MaxLiveCalls.");
        }

        if (taken > AlwaysTaken && lateness.Mean > options.Value.MaxLateness && options.Value.MaxLateness > TimeSpan.Zero)
        {
            Leave();
            Tell(taken - 1);
            return new CallRefusal(
                CallEndReason.ServerBusy, "The server was so busy that one more call would have made all of them falter. The operator can give it more processors, or take calls on a second server.");
        }

        place = new CallPlace(Leave);
        return null;
    }

    private void Tell(int calls)
    {
        var told = Volatile.Read(ref _told);
        var now = time.GetTimestamp();
        if ((told == long.MinValue || time.GetElapsedTime(told, now) >= TellEvery) && Interlocked.CompareExchange(ref _told, now, told) == told)
        {
            LogBusy(calls, (int)lateness.Mean.TotalMilliseconds);
        }
    }

    private void Leave() => Interlocked.Decrement(ref _taken);

    [LoggerMessage(2304, LogLevel.Warning, "Calls are refused: with {Count} calls everything comes {Milliseconds} ms late on average (Calls:MaxLateness)")]
    private partial void LogBusy(int count, int milliseconds);
}

/// <summary>One of the calls that the process may take. Disposing it makes room for another; also twice.</summary>
public sealed class CallPlace(Action leave) : IDisposable
{
    private Action? _leave = leave;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}

/// <summary>Why a call is not answered.</summary>
public sealed record CallRefusal(CallEndReason Reason, string Problem);
