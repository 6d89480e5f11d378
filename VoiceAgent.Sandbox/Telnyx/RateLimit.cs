using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>The request limit of the simulated API: a number of requests a second, told in the answers' headers. Thread-safe.</summary>
internal sealed class RateLimit(TimeProvider time)
{
    /// <summary>Telnyx does not publish its numbers; this one stops a runaway loop and nothing else.</summary>
    private const int RequestsPerSecond = 200;

    private readonly Lock _lock = new();
    private long _second;
    private int _taken;

    /// <summary>Counts a request; false when it is one too many.</summary>
    public bool TryTake(IHeaderDictionary headers)
    {
        int taken;
        lock (_lock)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second)
            {
                _second = second;
                _taken = 0;
            }

            taken = ++_taken;
        }

        headers["x-ratelimit-limit"] = RequestsPerSecond.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining"] = Math.Max(0, RequestsPerSecond - taken).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset"] = "1";
        return taken <= RequestsPerSecond;
    }
}
