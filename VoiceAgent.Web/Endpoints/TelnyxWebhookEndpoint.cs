using Microsoft.Extensions.Primitives;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Endpoints;

/// <summary>
/// <c>POST /hooks/telnyx/{account token}</c>. The public key is the account's own, found by the token in the path and never taken
/// from the request. Refusals have no body: 404 unknown token, 413 too large, 401 not signed by the account, 400 not the documented
/// form, 503 try again later. Whatever is authentic is answered 200 at once and handled afterwards.
/// </summary>
internal sealed class TelnyxWebhookEndpoint(
    AccountRepository accounts,
    IProviderKeys keys,
    ITelephonyProvider telephony,
    SeenWebhooks seen,
    CarrierEventQueue queue,
    TelephonyMetrics metrics)
{
    public const string Route = "/hooks/telnyx/{token}";
    public const int MaxBody = 256 * 1024;

    public async Task<IResult> HandleAsync(string token, HttpRequest request, CancellationToken cancellationToken)
    {
        if (token.Length != 32 || await accounts.FindByWebhookTokenAsync(token, cancellationToken) is not { } account)
        {
            return Answer(StatusCodes.Status404NotFound, "unknown_account");
        }

        if (await ReadBodyAsync(request, cancellationToken) is not { } body)
        {
            return Answer(StatusCodes.Status413PayloadTooLarge, "too_large");
        }

        string? publicKey;
        try
        {
            publicKey = await keys.FindWebhookPublicKeyAsync(account.Id, cancellationToken);
        }
        catch (VaultLockedException)
        {
            return Answer(StatusCodes.Status503ServiceUnavailable, "vault_locked");
        }

        if (publicKey is null)
        {
            return Answer(StatusCodes.Status401Unauthorized, "no_public_key");
        }

        var delivery = new WebhookDelivery(body, Header(request, "telnyx-signature-ed25519"), Header(request, "telnyx-timestamp"));
        var reading = telephony.ReadWebhook(delivery, publicKey);
        return reading.Verdict switch
        {
            WebhookVerdict.Authentic => await AcceptAsync(account.Id, reading.Event),
            WebhookVerdict.Malformed => Answer(StatusCodes.Status400BadRequest, "malformed"),
            WebhookVerdict.StaleTimestamp => Answer(StatusCodes.Status401Unauthorized, "stale_timestamp"),
            WebhookVerdict.MissingSignature => Answer(StatusCodes.Status401Unauthorized, "missing_signature"),
            _ => Answer(StatusCodes.Status401Unauthorized, "wrong_signature"),
        };
    }

    private IResult Answer(int status, string outcome)
    {
        metrics.WebhookDelivered(outcome);
        return Results.StatusCode(status);
    }

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values is { Count: 1 } single && !StringValues.IsNullOrEmpty(single) ? single[0] : null;

    /// <summary>The raw bytes, or null when there are more than allowed.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > MaxBody)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Not cancelled when the carrier goes away: an event that is written down as seen must also be acted on.</summary>
    private async Task<IResult> AcceptAsync(AccountId account, CarrierEvent? carrierEvent)
    {
        if (carrierEvent is null)
        {
            return Answer(StatusCodes.Status200OK, "ignored");
        }

        if (!await seen.TryAddAsync(account, carrierEvent.EventId, CancellationToken.None))
        {
            return Answer(StatusCodes.Status200OK, "repeated");
        }

        if (queue.TryEnqueue(account, carrierEvent))
        {
            return Answer(StatusCodes.Status200OK, "accepted");
        }

        await seen.ForgetAsync(account, carrierEvent.EventId, CancellationToken.None);
        return Answer(StatusCodes.Status503ServiceUnavailable, "busy");
    }
}
