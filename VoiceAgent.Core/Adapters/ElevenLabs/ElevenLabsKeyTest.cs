using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// <c>GET /v1/user</c> with <c>xi-api-key</c>. 401 alone does not mean a wrong key: one that may only speak is answered with 401
/// <c>missing_permissions</c>. The body of a success can hold the key itself and is not looked at.
/// </summary>
internal sealed class ElevenLabsKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "ElevenLabs.KeyTest";

    public ProviderName Provider => ProviderName.ElevenLabs;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v1/user"), KeyHeader.Bare("xi-api-key"), cancellationToken);
        if (answer.IsSuccess)
        {
            return KeyTestResults.Valid(Provider);
        }

        var failure = answer.Read(ElevenLabsKeyTestJson.Default.ElevenLabsKeyFailure);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when failure?.Is("missing_permissions") == true =>
                KeyTestResults.Limited(Provider, "it may not read the account. That is enough if it may use text to speech.", "user_read"),
            HttpStatusCode.Unauthorized when failure?.Is("quota_exceeded") == true => KeyTestResults.QuotaExceeded(Provider),
            HttpStatusCode.Unauthorized when failure?.Is("detected_unusual_activity") == true =>
                KeyTestResults.Invalid(Provider, "ElevenLabs noticed unusual activity and has stopped the account. See its console."),
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }
}

/// <summary>
/// <c>{"detail":{"status":"missing_permissions","message":"…"}}</c>, newer with <c>"code"</c> and <c>"type"</c>; <c>detail</c> may also be
/// a text or a list.
/// </summary>
internal sealed record ElevenLabsKeyFailure(JsonElement Detail)
{
    public bool Is(string slug) => Member("status") == slug || Member("code") == slug;

    private string? Member(string name) =>
        Detail.ValueKind is JsonValueKind.Object && Detail.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ElevenLabsKeyFailure))]
internal sealed partial class ElevenLabsKeyTestJson : JsonSerializerContext;
