using System.Text.Json;
using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Xai;

/// <summary>
/// What xAI's errors mean: <c>{"code":"…","error":"…"}</c>, or OpenAI's form with an object, or plain text; as a refusal, as the answer
/// to a request that succeeded, or as an event of the stream. A wrong key is a 400, an empty account a 403 or a 429, so that documented
/// words of the text decide; the text itself goes no further.
/// </summary>
internal sealed class XaiErrors : IApiErrors
{
    private static readonly string[] NoMoney = ["spending-limit", "spending limit", "credits"];
    private static readonly string[] Codes = ["invalid-argument", "unauthenticated:no-credentials", "personal-team-blocked:spending-limit"];

    public ProviderName Provider => ProviderName.Grok;

    public ProviderException Refused(RefusedResponse refusal)
    {
        var (code, text) = Read(refusal.Body);
        return new ProviderException(Provider, KindOf(refusal.Status, code, text))
        {
            StatusCode = refusal.Status,
            Code = Codes.FirstOrDefault(known => known == code),
            RetryAfter = refusal.RetryAfter,
        };
    }

    public ProviderException Told(JsonElement message)
    {
        var (code, text) = Read(message);
        return new ProviderException(Provider, KindOf(null, code, text)) { Code = Codes.FirstOrDefault(known => known == code) };
    }

    private static ProviderErrorKind KindOf(int? status, string code, string text) => status switch
    {
        401 => ProviderErrorKind.Unauthorized,
        402 => ProviderErrorKind.QuotaExceeded,
        _ when text.StartsWith("Incorrect API key", StringComparison.OrdinalIgnoreCase) => ProviderErrorKind.Unauthorized,
        null or 200 or 403 or 429 when Says(NoMoney, code) || Says(NoMoney, text) => ProviderErrorKind.QuotaExceeded,
        403 => Says(["content", "moderation"], text) ? ProviderErrorKind.Rejected : ProviderErrorKind.Unauthorized,
        408 => ProviderErrorKind.Timeout,
        429 => ProviderErrorKind.RateLimited,
        >= 400 and < 500 => ProviderErrorKind.Rejected,
        >= 500 => ProviderErrorKind.Unavailable,
        null or 200 when Says(["too many requests"], text) => ProviderErrorKind.RateLimited,
        null or 200 when code is "invalid-argument" or "Client specified an invalid argument" => ProviderErrorKind.Rejected,
        null or 200 when text.Length > 0 || code.Length > 0 => ProviderErrorKind.Unavailable,
        _ => ProviderErrorKind.Protocol,
    };

    private static bool Says(string[] words, string text) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static (string Code, string Text) Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return (string.Empty, string.Empty);
        }
    }

    private static (string Code, string Text) Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("error", out var error))
        {
            return (string.Empty, string.Empty);
        }

        return error.ValueKind is JsonValueKind.Object
            ? (TextOf(error, "code"), TextOf(error, "message"))
            : (TextOf(body, "code"), error.ValueKind is JsonValueKind.String ? error.GetString() ?? string.Empty : string.Empty);
    }

    private static string TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() ?? string.Empty : string.Empty;
}
