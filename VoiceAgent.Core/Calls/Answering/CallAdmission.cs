using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Decides whether this process takes one more call, and counts those it has taken. Thread-safe.</summary>
public sealed class CallAdmission(IOptions<CallsOptions> options, IHostApplicationLifetime lifetime)
{
    private int _taken;

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

        if (Interlocked.Increment(ref _taken) > options.Value.MaxLiveCalls)
        {
            Leave();
            return new CallRefusal(CallEndReason.ServerBusy, "The server had as many calls as it may take. The operator can raise Calls:MaxLiveCalls.");
        }

        place = new CallPlace(Leave);
        return null;
    }

    private void Leave() => Interlocked.Decrement(ref _taken);
}

/// <summary>One of the calls that the process may take. Disposing it makes room for another; also twice.</summary>
public sealed class CallPlace(Action leave) : IDisposable
{
    private Action? _leave = leave;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}

/// <summary>Why a call is not answered.</summary>
public sealed record CallRefusal(CallEndReason Reason, string Problem);
