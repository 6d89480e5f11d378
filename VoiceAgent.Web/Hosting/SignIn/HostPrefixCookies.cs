using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// Gives cookies the <c>__Host-</c> prefix, which browsers accept only with Secure, path / and no domain, so that a neighbouring subdomain
/// cannot plant one. Plain http gets the bare name in Development and on loopback only: elsewhere it means a proxy that ends TLS, or else
/// the browser refuses the cookie, and rightly.
/// </summary>
internal sealed class HostPrefixCookies : ICookieManager
{
    private const string Prefix = "__Host-";

    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameOn(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Secure |= !IsPlain(context);
        _inner.AppendResponseCookie(context, NameOn(context, key), value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Secure |= !IsPlain(context);
        _inner.DeleteCookie(context, NameOn(context, key), options);
    }

    private static string NameOn(HttpContext context, string key) => IsPlain(context) ? key : Prefix + key;

    private static bool IsPlain(HttpContext context) =>
        !context.Request.IsHttps
        && (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment() || IsLoopback(context.Request.Host.Host));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
