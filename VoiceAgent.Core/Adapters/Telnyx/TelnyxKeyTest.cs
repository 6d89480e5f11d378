using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// <c>GET /v2/balance</c> with a Bearer key, then <c>GET /v2/public_key</c> for the key that signs the account's webhooks. The second is not
/// in the public reference: when it gives nothing, the user enters the public key.
/// </summary>
internal sealed class TelnyxKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "Telnyx.KeyTest";

    public ProviderName Provider => ProviderName.Telnyx;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v2/balance"), KeyHeader.Scheme("Bearer"), cancellationToken);
        var result = answer.IsSuccess ? JudgeBalance(answer) : JudgeFailure(answer);
        return result.Verdict is KeyVerdict.Invalid or KeyVerdict.CouldNotCheck
            ? result
            : result with { WebhookPublicKey = await FindPublicKeyAsync(key, cancellationToken) };
    }

    private KeyTestResult JudgeBalance(KeyTestAnswer answer)
    {
        var credit = answer.Read(TelnyxKeyTestJson.Default.TelnyxBalanceAnswer)?.Data?.AvailableCredit;
        return decimal.TryParse(credit, NumberStyles.Number, CultureInfo.InvariantCulture, out var available) && available <= 0
            ? KeyTestResults.QuotaExceeded(Provider)
            : KeyTestResults.Valid(Provider);
    }

    private KeyTestResult JudgeFailure(KeyTestAnswer answer)
    {
        var code = answer.Read(TelnyxKeyTestJson.Default.TelnyxKeyFailure)?.Errors is [{ Code: var first }, ..] ? first : null;
        return (answer.Status, code) switch
        {
            (HttpStatusCode.Unauthorized, _) => KeyTestResults.Invalid(Provider),
            (HttpStatusCode.Forbidden, "20001" or "20002" or "20003" or "20006" or "20008") => KeyTestResults.Invalid(Provider),
            (HttpStatusCode.Forbidden, "20012") => KeyTestResults.QuotaExceeded(Provider),
            (HttpStatusCode.Forbidden, "20013") => KeyTestResults.Invalid(Provider, "the Telnyx account is blocked. See the Telnyx portal."),
            (HttpStatusCode.Forbidden, "20014" or "20015" or "20016" or "20017") =>
                KeyTestResults.Limited(Provider, "the account must be verified in the Telnyx portal before it can make calls."),
            (HttpStatusCode.Forbidden, _) => KeyTestResults.Limited(Provider, "it may not read the account's balance.", "balance"),
            (HttpStatusCode.PaymentRequired, _) => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }

    private async Task<string?> FindPublicKeyAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v2/public_key"), KeyHeader.Scheme("Bearer"), cancellationToken);
        var text = answer.IsSuccess ? answer.Read(TelnyxKeyTestJson.Default.TelnyxPublicKeyAnswer)?.Data?.Public : null;
        return WebhookPublicKey.Check(text, out var publicKey) is null ? publicKey : null;
    }
}

/// <summary><c>{"data":{"record_type":"balance","balance":"300.00","credit_limit":"100.00","available_credit":"400.00","currency":"USD"}}</c></summary>
internal sealed record TelnyxBalanceAnswer(TelnyxBalance? Data);

internal sealed record TelnyxBalance(string? AvailableCredit);

/// <summary><c>{"data":{"public":"(base64)","record_type":"public_key","organization_id":"…"}}</c></summary>
internal sealed record TelnyxPublicKeyAnswer(TelnyxPublicKey? Data);

internal sealed record TelnyxPublicKey(string? Public);

/// <summary><c>{"errors":[{"code":"10009","title":"Authentication failed","detail":"…"}]}</c></summary>
internal sealed record TelnyxKeyFailure(IReadOnlyList<TelnyxKeyError?>? Errors);

internal sealed record TelnyxKeyError(string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TelnyxBalanceAnswer))]
[JsonSerializable(typeof(TelnyxPublicKeyAnswer))]
[JsonSerializable(typeof(TelnyxKeyFailure))]
internal sealed partial class TelnyxKeyTestJson : JsonSerializerContext;
