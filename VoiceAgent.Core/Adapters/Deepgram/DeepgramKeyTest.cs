using System.Net;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary><c>GET /v1/auth/token</c> with <c>Authorization: Token …</c>: the documented check; it also tells the key's scopes.</summary>
internal sealed class DeepgramKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "Deepgram.KeyTest";

    /// <summary>The scope that streaming needs, and roles that hold it.</summary>
    private static readonly string[] Sufficient = ["usage:write", "member", "admin", "owner", "*"];

    public ProviderName Provider => ProviderName.Deepgram;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v1/auth/token"), KeyHeader.Scheme("Token"), cancellationToken);
        if (answer.IsSuccess)
        {
            var scopes = answer.Read(DeepgramKeyTestJson.Default.DeepgramToken)?.Scopes;
            return scopes is null or [] || scopes.Intersect(Sufficient, StringComparer.OrdinalIgnoreCase).Any()
                ? KeyTestResults.Valid(Provider)
                : MissingRights;
        }

        var error = answer.Read(DeepgramKeyTestJson.Default.DeepgramKeyError);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when error?.ErrCode == "INSUFFICIENT_PERMISSIONS" => MissingRights,
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),

            // Some routes answer 400 instead of 401 to a wrong key.
            HttpStatusCode.BadRequest when error?.ErrMsg?.StartsWith("Invalid credentials", StringComparison.OrdinalIgnoreCase) == true =>
                KeyTestResults.Invalid(Provider),
            HttpStatusCode.Forbidden => MissingRights,
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }

    private KeyTestResult MissingRights => KeyTestResults.Limited(Provider, "it may lack the right to transcribe. Give it the Member role.", "usage:write");
}

/// <summary><c>{"api_key_id":"…","scopes":["usage:write","usage:read"],"created":"2024-01-01T00:00:00.000Z"}</c></summary>
internal sealed record DeepgramToken(IReadOnlyList<string?>? Scopes);

/// <summary><c>{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"…"}</c></summary>
internal sealed record DeepgramKeyError(string? ErrCode, string? ErrMsg);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeepgramToken))]
[JsonSerializable(typeof(DeepgramKeyError))]
internal sealed partial class DeepgramKeyTestJson : JsonSerializerContext;
