using Microsoft.AspNetCore.Authentication.Cookies;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// Gives cookies on https the <c>__Host-</c> prefix, which browsers accept only with Secure, path / and no domain, so that a
/// neighbouring subdomain cannot plant one. Plain http, which is for loopback, uses the bare name.
/// </summary>
internal sealed class HostPrefixCookies : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameOn(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, NameOn(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, NameOn(context, key), options);

    private static string NameOn(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
