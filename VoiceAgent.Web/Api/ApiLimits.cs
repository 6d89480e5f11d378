using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Api;

/// <summary>Counts requests of a minute per network address, token and account.</summary>
internal sealed class ApiLimits : IDisposable
{
    public const int RetryAfterSeconds = 60;

    private readonly PartitionedRateLimiter<string> _networks;
    private readonly PartitionedRateLimiter<string> _tokens;
    private readonly PartitionedRateLimiter<string> _accounts;

    public ApiLimits(IOptions<ApiOptions> options)
    {
        _networks = PerMinute(options.Value.RequestsPerMinutePerNetwork);
        _tokens = PerMinute(options.Value.RequestsPerMinutePerToken);
        _accounts = PerMinute(options.Value.RequestsPerMinutePerAccount);
    }

    public bool Admits(string network) => Takes(_networks, network);

    public bool Admits(ApiCaller caller) => Takes(_tokens, caller.Token.ToString()) && Takes(_accounts, caller.Account.ToString());

    public void Dispose()
    {
        _networks.Dispose();
        _tokens.Dispose();
        _accounts.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) }));
}

/// <summary>Refuses what a token or its account asks for too often.</summary>
internal sealed class ApiLimitFilter(ApiLimits limits) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (limits.Admits(ApiCaller.Of(context.HttpContext)))
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.RetryAfter = $"{ApiLimits.RetryAfterSeconds}";
        return ApiProblems.Result(ApiProblems.TooManyRequests);
    }
}
