using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>
/// How often the password of one e-mail address may be tried, right or wrong, from wherever: a lockout stops guesses, this stops using the
/// slow check of passwords to keep the server busy. One per process. Thread-safe.
/// </summary>
public sealed class AccountAttempts(IOptions<HostingOptions> hosting) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(email => RateLimitPartition.GetFixedWindowLimiter(
        email,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = hosting.Value.SignInsPerAccountPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public bool TryTake(string normalizedEmail)
    {
        using var lease = _limiter.AttemptAcquire(normalizedEmail);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
