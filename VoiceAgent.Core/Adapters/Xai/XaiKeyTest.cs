using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Xai;

/// <summary>
/// <c>GET /v1/api-key</c> with a Bearer key: tells whether key or team are blocked and what the key may do. A wrong key is answered with
/// 400, not 401.
/// </summary>
internal sealed class XaiKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "Xai.KeyTest";

    public ProviderName Provider => ProviderName.Grok;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v1/api-key"), KeyHeader.Scheme("Bearer"), cancellationToken);
        if (answer.IsSuccess)
        {
            return Judge(answer.Read(XaiKeyTestJson.Default.XaiKeyState));
        }

        var error = answer.Read(XaiKeyTestJson.Default.XaiKeyFailure)?.Text ?? string.Empty;
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),
            HttpStatusCode.BadRequest when Says(error, "Incorrect API key") => KeyTestResults.Invalid(Provider),
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests
                when Says(error, "spending-limit") || Says(error, "spending limit") || Says(error, "credits") => KeyTestResults.QuotaExceeded(Provider),
            HttpStatusCode.Forbidden when Says(error, "blocked") => Blocked,
            HttpStatusCode.Forbidden => KeyTestResults.Limited(Provider, "it lacks rights. Give it the chat endpoint and one model."),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }

    private KeyTestResult Blocked => KeyTestResults.Invalid(Provider, "the key or its team is blocked or disabled in the xAI console.");

    private KeyTestResult Judge(XaiKeyState? state) => state switch
    {
        { ApiKeyBlocked: true } or { ApiKeyDisabled: true } or { TeamBlocked: true } => Blocked,
        { Acls: { Count: > 0 } rights } when !rights.Contains("api-key:endpoint:*") && !rights.Contains("api-key:endpoint:chat") =>
            KeyTestResults.Limited(Provider, "it may not use the chat endpoint. Allow it in the xAI console.", "api-key:endpoint:chat"),
        { Acls: { Count: > 0 } rights } when !rights.Any(right => right?.StartsWith("api-key:model:", StringComparison.Ordinal) == true) =>
            KeyTestResults.Limited(Provider, "it may use no model. Allow one in the xAI console.", "api-key:model"),
        _ => KeyTestResults.Valid(Provider),
    };

    private static bool Says(string error, string words) => error.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary><c>{"redacted_api_key":"…","acls":["api-key:model:*","api-key:endpoint:*"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}</c></summary>
internal sealed record XaiKeyState(IReadOnlyList<string?>? Acls, bool TeamBlocked, bool ApiKeyBlocked, bool ApiKeyDisabled);

/// <summary>
/// <c>{"code":"invalid-argument","error":"Incorrect API key provided: …"}</c>, or sometimes
/// <c>{"error":{"message":"…","type":"…","code":"…"}}</c>.
/// </summary>
internal sealed record XaiKeyFailure(JsonElement Code, JsonElement Error)
{
    /// <summary>Code and message in one text to look for documented words in.</summary>
    public string Text => $"{TextOf(Code)} {TextOf(Error)} {Member("message")} {Member("code")}".Trim();

    private string? Member(string name) =>
        Error.ValueKind is JsonValueKind.Object && Error.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(XaiKeyState))]
[JsonSerializable(typeof(XaiKeyFailure))]
internal sealed partial class XaiKeyTestJson : JsonSerializerContext;
