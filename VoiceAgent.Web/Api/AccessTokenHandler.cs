using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts.Tokens;

namespace VoiceAgent.Web.Api;

/// <summary>
/// <c>Authorization: Bearer va_pat_…</c>, the only way into the API: no cookie counts there, so no other site's page can use a signed-in
/// browser. Refusals are problem documents with the header of RFC 6750.
/// </summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "AccessToken";
    private const string Bearer = "Bearer ";
    private const string Realm = "Bearer realm=\"VoiceAgent\"";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Shown() is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        return await tokens.FindAsync(text, Context.RequestAborted) is { } token
            ? AuthenticateResult.Success(new AuthenticationTicket(ApiCaller.Principal(token), Scheme))
            : AuthenticateResult.Fail("The token is not valid.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Shown() is null ? Realm : Realm + ", error=\"invalid_token\"";
        return ApiProblems.WriteAsync(Context, ApiProblems.Unauthorized(Shown() is not null));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Name ?? string.Empty;
        Response.Headers.WWWAuthenticate = $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"";
        return ApiProblems.WriteAsync(Context, ApiProblems.Forbidden(scope));
    }

    private string? Shown()
    {
        var header = Request.Headers.Authorization;
        return header is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : null;
    }
}

/// <summary>The scope that an endpoint asks for.</summary>
internal sealed record RequiredScope(string Name);
