using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>How often one network address may send account forms.</summary>
internal static class RateLimits
{
    /// <summary>Policy of pages that check passwords or make accounts; looking at them is not limited.</summary>
    public const string AccountForms = "account-forms";

    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, cancellationToken) =>
        {
            var response = rejected.HttpContext.Response;
            response.Headers.RetryAfter = "60";
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync("Too many attempts from your network. Wait a minute and try again.", cancellationToken);
        };
        limiter.AddPolicy(AccountForms, PartitionFor);
    });

    private static RateLimitPartition<string> PartitionFor(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return RateLimitPartition.GetNoLimiter(string.Empty);
        }

        var permits = context.RequestServices.GetRequiredService<IOptions<HostingOptions>>().Value.AccountFormsPerMinute;
        return RateLimitPartition.GetFixedWindowLimiter(
            NetworkOf(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
    }

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
}
