using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>How often one network address, or one account's webhook, may knock.</summary>
internal static class RateLimits
{
    /// <summary>Policy of pages that check passwords or codes; looking at them is not limited.</summary>
    public const string AccountForms = "account-forms";

    /// <summary>Policy of the page that makes accounts; looking at it is not limited.</summary>
    public const string SignUps = "sign-ups";

    /// <summary>Policy of webhooks, by the account's token, before anything is looked up or verified.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>Policy of media connections.</summary>
    public const string MediaSockets = "media-sockets";

    /// <summary>A carrier sends the webhooks of a moment together.</summary>
    private const int WebhookBurst = 4;

    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RejectAsync;
        limiter.AddPolicy(AccountForms, context => Forms(context, OptionsOf(context).AccountFormsPerMinute, TimeSpan.FromMinutes(1)));
        limiter.AddPolicy(SignUps, context => Forms(context, OptionsOf(context).SignUpsPerHour, TimeSpan.FromHours(1)));
        limiter.AddPolicy(Webhooks, WebhooksOf);
        limiter.AddPolicy(MediaSockets, context =>
            Window(NetworkOf(context.Connection.RemoteIpAddress), OptionsOf(context).MediaSocketsPerMinute, TimeSpan.FromMinutes(1)));
    });

    /// <summary>An IPv4 address, or the /64 network of an IPv6 address: one customer has at least that many.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return string.Empty;
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
    }

    private static RateLimitPartition<string> Forms(HttpContext context, int permits, TimeSpan window) =>
        HttpMethods.IsPost(context.Request.Method)
            ? Window(NetworkOf(context.Connection.RemoteIpAddress), permits, window)
            : RateLimitPartition.GetNoLimiter(string.Empty);

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window });

    private static RateLimitPartition<string> WebhooksOf(HttpContext context)
    {
        var perSecond = OptionsOf(context).WebhooksPerSecond;
        return RateLimitPartition.GetTokenBucketLimiter(
            context.Request.RouteValues["token"] as string ?? string.Empty,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * WebhookBurst,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            });
    }

    private static HostingOptions OptionsOf(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<HostingOptions>>().Value;

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        var policy = rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
        if (policy is Webhooks or MediaSockets)
        {
            response.Headers.RetryAfter = "1";
            return;
        }

        response.Headers.RetryAfter = policy is SignUps ? "3600" : "60";
        response.ContentType = "text/plain; charset=utf-8";
        var wait = policy is SignUps ? "an hour" : "a minute";
        await response.WriteAsync($"Too many attempts from your network. Wait {wait} and try again.", cancellationToken);
    }
}
