namespace VoiceAgent.Web.Hosting.Security;

/// <summary>Headers on every response that tell the browser what this application never does.</summary>
internal static class SecurityHeaders
{
    // MudBlazor writes style attributes, so styles cannot be stricter; scripts are files of this server only.
    private const string AppPolicy =
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; script-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

    // Account pages are plain forms: no script, no style attribute.
    private const string AccountPolicy =
        "default-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'; style-src 'self'; img-src 'self'; font-src 'self'";

    // Where passkeys are used, the one script that asks the browser for them, and its challenge.
    private const string PasskeyPolicy = AccountPolicy + "; script-src 'self'; connect-src 'self'";

    private static readonly string[] PasskeyPages = ["/account/sign-in", "/account/confirm", "/account/passkeys"];

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // When the response starts, so that they replace what a component has set, and survive the clearing by an error handler.
        var path = context.Request.Path;
        context.Response.OnStarting(() =>
        {
            Write(context, path);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Write(HttpContext context, PathString path)
    {
        var headers = context.Response.Headers;
        var policy = PolicyOf(path);
        headers.ContentSecurityPolicy = context.Request.IsHttps ? policy + "; upgrade-insecure-requests" : policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // Not no-referrer: browsers then send "Origin: null" with the circuit's own requests.
        headers["Referrer-Policy"] = "same-origin";
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            headers.CacheControl = "no-store";
        }
    }

    private static string PolicyOf(PathString path) =>
        !path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase) ? AppPolicy
        : Array.Exists(PasskeyPages, page => path.Equals(page, StringComparison.OrdinalIgnoreCase)) ? PasskeyPolicy
        : AccountPolicy;
}
