using Microsoft.Extensions.Primitives;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>
/// Refuses requests to <c>/_blazor</c> that a page of another site makes: browsers send cookies with a WebSocket handshake to any
/// site, so without this another site could drive a signed-in user's circuit.
/// </summary>
internal static class CircuitOrigin
{
    public static IApplicationBuilder UseCircuitOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || IsOwn(context.Request.Headers.Origin, context.Request.Host))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>
    /// No origin at all means no browser. The scheme is not compared: behind a proxy that ends TLS the server sees http while the
    /// browser says https, and a page of the same host and port is ours either way.
    /// </summary>
    internal static bool IsOwn(StringValues origin, HostString host) =>
        origin.Count == 0
        || (origin.Count == 1
            && Uri.TryCreate(origin[0], UriKind.Absolute, out var parsed)
            && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
            && string.Equals(parsed.Host, Bracketed(host.Host, parsed), StringComparison.OrdinalIgnoreCase)
            && parsed.Port == (host.Port ?? DefaultPort(parsed)));

    private static int DefaultPort(Uri origin) => origin.Scheme == Uri.UriSchemeHttps ? 443 : 80;

    private static string Bracketed(string host, Uri origin) =>
        origin.HostNameType == UriHostNameType.IPv6 && !host.StartsWith('[') ? $"[{host}]" : host;
}
