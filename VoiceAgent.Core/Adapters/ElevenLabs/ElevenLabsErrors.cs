using System.Collections.Frozen;
using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// What ElevenLabs' errors mean. The status tells little: 401 may be a wrong key or no credit left, close code 1008 is used for both
/// and for an idle socket too. So the slug decides, wherever it comes from: <c>detail.status</c> or <c>detail.code</c> of a body,
/// <c>error</c> of a message, the reason of a close.
/// </summary>
internal static class ElevenLabsErrors
{
    private static readonly FrozenDictionary<string, ProviderErrorKind> Slugs = new Dictionary<string, ProviderErrorKind>
    {
        ["invalid_api_key"] = ProviderErrorKind.Unauthorized,
        ["missing_permissions"] = ProviderErrorKind.Unauthorized,
        ["needs_authorization"] = ProviderErrorKind.Unauthorized,
        ["authentication_required"] = ProviderErrorKind.Unauthorized,
        ["detected_unusual_activity"] = ProviderErrorKind.Unauthorized,
        ["unauthorized"] = ProviderErrorKind.Unauthorized,
        ["quota_exceeded"] = ProviderErrorKind.QuotaExceeded,
        ["too_many_concurrent_requests"] = ProviderErrorKind.RateLimited,
        ["concurrent_limit_exceeded"] = ProviderErrorKind.RateLimited,
        ["system_busy"] = ProviderErrorKind.RateLimited,
        ["input_timeout_exceeded"] = ProviderErrorKind.Timeout,
        ["voice_not_found"] = ProviderErrorKind.Rejected,
        ["model_not_found"] = ProviderErrorKind.Rejected,
        ["max_character_limit_exceeded"] = ProviderErrorKind.Rejected,
        ["only_for_creator+"] = ProviderErrorKind.Rejected,
    }.ToFrozenDictionary();

    /// <summary>Words of the free texts that carry no slug, in the order they are looked for.</summary>
    private static readonly (string Phrase, ProviderErrorKind Kind)[] Phrases =
    [
        ("quota", ProviderErrorKind.QuotaExceeded),
        ("credits", ProviderErrorKind.QuotaExceeded),
        ("concurrent", ProviderErrorKind.RateLimited),
        ("api key", ProviderErrorKind.Unauthorized),
        ("permission", ProviderErrorKind.Unauthorized),
        ("authenticat", ProviderErrorKind.Unauthorized),
        ("within the timeout", ProviderErrorKind.Timeout),
    ];

    /// <summary>The error of a refused upgrade.</summary>
    public static ProviderException Refused(RefusedResponse refusal)
    {
        var slug = SlugOfBody(refusal.Body);
        var kind = slug is not null ? Slugs[slug] : refusal.Status switch
        {
            401 or 403 => KindOfText(refusal.Body) ?? ProviderErrorKind.Unauthorized,
            402 => ProviderErrorKind.QuotaExceeded,
            408 => ProviderErrorKind.Timeout,
            429 => ProviderErrorKind.RateLimited,
            >= 400 and < 500 => ProviderErrorKind.Rejected,
            >= 500 => ProviderErrorKind.Unavailable,
            _ => ProviderErrorKind.Protocol,
        };
        return new ProviderException(ProviderName.ElevenLabs, kind)
        {
            StatusCode = refusal.Status,
            Code = slug,
            RetryAfter = refusal.RetryAfter,
        };
    }

    /// <summary>The error a message of the socket tells, or null when it tells none.</summary>
    public static ProviderException? Told(StreamInputMessage message)
    {
        if (message.Error is null && message.Code is null)
        {
            return null;
        }

        return OfText($"{message.Error} {message.Message}", message.Code);
    }

    /// <summary>The error of a close that was not asked for.</summary>
    public static ProviderException Closed(SocketClose close) =>
        close.Code is 1008
            ? OfText(close.Reason, close.Code)
            : new ProviderException(ProviderName.ElevenLabs, close.Kind) { StatusCode = close.Code };

    private static ProviderException OfText(string text, int? code)
    {
        var slug = SlugIn(text);
        var kind = slug is not null ? Slugs[slug] : KindOfText(text) ?? (code is 1011 ? ProviderErrorKind.Unavailable : ProviderErrorKind.Rejected);
        return new ProviderException(ProviderName.ElevenLabs, kind) { StatusCode = code, Code = slug };
    }

    private static string? SlugIn(string text) =>
        Slugs.Keys.OrderByDescending(slug => slug.Length).FirstOrDefault(slug => text.Contains(slug, StringComparison.OrdinalIgnoreCase));

    private static ProviderErrorKind? KindOfText(string text)
    {
        foreach (var (phrase, kind) in Phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }

    // {"detail":{"status":"<slug>","message":"…"}}, newer {"detail":{"type":"…","code":"…","status":"…",…}}, or a string, or an array
    private static string? SlugOfBody(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty("detail", out var detail))
            {
                return null;
            }

            return detail.ValueKind switch
            {
                JsonValueKind.Object => Known(detail, "status") ?? Known(detail, "code"),
                JsonValueKind.String => SlugIn(detail.GetString() ?? string.Empty),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Known(JsonElement detail, string property) =>
        detail.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            && value.GetString() is { } slug && Slugs.ContainsKey(slug) ? slug : null;
}
