using System.Text.Json;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>What an app sends on the media socket.</summary>
internal abstract record MediaCommand
{
    /// <summary><c>{"event":"media","media":{"payload":"…"}}</c>.</summary>
    public sealed record Media(byte[] Audio) : MediaCommand;

    /// <summary><c>{"event":"mark","mark":{"name":"…"}}</c>.</summary>
    public sealed record Mark(string Name) : MediaCommand;

    /// <summary><c>{"event":"clear"}</c>.</summary>
    public sealed record Clear : MediaCommand;

    /// <summary>A frame that is answered with an error frame; the stream stays open.</summary>
    public sealed record Refused(MediaError Error) : MediaCommand;

    /// <summary>Reads one text frame.</summary>
    public static MediaCommand Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new Refused(MediaError.MalformedFrame("The frame is not valid JSON."));
        }
    }

    private static MediaCommand Read(JsonElement frame) => Field(frame, "event")?.GetString() switch
    {
        "media" => ReadMedia(frame),
        "mark" => frame.TryGetProperty("mark", out var mark) && Field(mark, "name") is { } name
            ? new Mark(name.GetString() ?? string.Empty)
            : new Refused(MediaError.MalformedFrame("A mark needs mark.name.")),
        "clear" => new Clear(),
        _ => new Refused(MediaError.MalformedFrame("The event must be media, mark or clear.")),
    };

    private static MediaCommand ReadMedia(JsonElement frame)
    {
        if (!frame.TryGetProperty("media", out var media) || Field(media, "payload") is not { } payload)
        {
            return new Refused(MediaError.MalformedFrame("A media frame needs media.payload."));
        }

        return payload.TryGetBytesFromBase64(out var audio)
            ? new Media(audio)
            : new Refused(MediaError.InvalidMedia("The payload is not base64."));
    }

    private static JsonElement? Field(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value
            : null;
}

/// <summary>The payload of an error frame.</summary>
internal sealed record MediaError(int Code, string Title, string Detail)
{
    public static MediaError MalformedFrame(string detail) => new(100003, "malformed_frame", detail);

    public static MediaError InvalidMedia(string detail) => new(100004, "invalid_media", detail);

    public static MediaError RateLimitReached(string detail) => new(100005, "rate_limit_reached", detail);
}
