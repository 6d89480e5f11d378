using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The REST API of the simulated Telnyx, written from the Telnyx protocol reference: Call Control v2 commands, the account
/// (balance, whoami, public key) and its numbers. Bearer key, results as <c>{"data":…}</c>, errors as <see cref="TelnyxError"/>.
/// </summary>
internal sealed class TelnyxPart(SandboxState state, TelnyxSimulator telnyx) : ISandboxPart
{
    public const string ProviderSlug = "telnyx";
    private const int MaxBodyBytes = 256 * 1024;

    private readonly RateLimit _limit = new(state.Time);
    private readonly CallCommands _commands = new(telnyx);
    private readonly AccountRoutes _account = new(telnyx);

    public string Slug => ProviderSlug;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/balance", Lookup(_account.Balance));
        routes.MapGet("/v2/whoami", Lookup(_account.WhoAmI));
        routes.MapGet("/v2/public_key", Lookup(_account.PublicKey));
        routes.MapGet("/v2/phone_numbers", Lookup(_account.PhoneNumbers));
        routes.MapPost("/v2/calls", Command((http, ended) => telnyx.Dialler.DialAsync(http.Request, ended)));
        routes.MapGet("/v2/calls/{id}", Command((http, _) => Task.FromResult(_commands.Status(Id(http)))));
        routes.MapPost("/v2/calls/{id}/actions/{action}", Command((http, ended) =>
            _commands.RunAsync(Id(http), (string)http.Request.RouteValues["action"]!, http.Request, ended)));
        routes.Map("/{**rest}", Lookup((_, _) => TelnyxError.NotFound.ToResult()));
    }

    // The key check is refused to a key without the right for it; commands are not.
    private RequestDelegate Lookup(Func<HttpRequest, SandboxKeyState, IResult> answer) =>
        Exchange.KeyCheck(state, Slug, exchange => AnswerAsync(exchange, key => Task.FromResult(key is SandboxKeyState.Limited
            ? throw new TelnyxRefusalException(new TelnyxError(
                403, "10010", "Authorization failed", "You do not have permission to perform the requested action."))
            : answer(exchange.Http.Request, key))));

    private RequestDelegate Command(Func<HttpContext, CancellationToken, Task<IResult>> answer) =>
        Exchange.Call(state, Slug, exchange => AnswerAsync(exchange, key => key is SandboxKeyState.WithoutCredit
            ? throw new TelnyxRefusalException(AccountInactive)
            : answer(exchange.Http, exchange.Ended)));

    private async Task AnswerAsync(Exchange exchange, Func<SandboxKeyState, Task<IResult>> answer)
    {
        var http = exchange.Http;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        IResult result;
        try
        {
            result = await answer(Admit(exchange));
        }
        catch (TelnyxRefusalException refusal)
        {
            result = refusal.Error.ToResult();
        }

        await result.ExecuteAsync(http);
    }

    /// <summary>What the key may do, once key, rate and faults let the request pass.</summary>
    private SandboxKeyState Admit(Exchange exchange)
    {
        var key = SandboxKeys.Check(Slug, Bearer(exchange.Http.Request));
        if (key is SandboxKeyState.Missing or SandboxKeyState.Invalid)
        {
            throw new TelnyxRefusalException(TelnyxError.Unauthenticated);
        }

        var admitted = _limit.TryTake(exchange.Http.Response.Headers);
        if (!admitted || key is SandboxKeyState.RateLimited)
        {
            throw new TelnyxRefusalException(TelnyxError.TooManyRequests);
        }

        return exchange.Faults.Refusal is { } fault ? throw new TelnyxRefusalException(Refusal(fault)) : key;
    }

    private static TelnyxError AccountInactive { get; } = new(
        403, "20012", "Account inactive", "The account is inactive or has no funds.");

    private static TelnyxError Refusal(Fault fault) => fault.Kind is FaultKind.Quota
        ? AccountInactive
        : fault.Value switch
        {
            401 => TelnyxError.Unauthenticated,
            403 => AccountInactive,
            404 => TelnyxError.NotFound,
            429 => TelnyxError.TooManyRequests,
            _ => new TelnyxError(fault.Value, "10007", "Unexpected error", "An unexpected error occurred."),
        };

    private static string? Bearer(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;
}
