using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>The JSON body of a command, read field by field as strictly as Telnyx does. Unknown fields are ignored.</summary>
internal sealed class CommandBody
{
    private readonly JsonElement _root;

    private CommandBody(JsonElement root) => _root = root;

    /// <summary>Suppresses a repeated command for the same call within 60 s.</summary>
    public string? CommandId => Text("command_id");

    /// <exception cref="TelnyxRefusalException">The body is not a JSON object.</exception>
    public static async Task<CommandBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null))
        {
            return new CommandBody(default);
        }

        if (!request.HasJsonContentType())
        {
            throw new TelnyxRefusalException(TelnyxError.UnsupportedMediaType);
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? new CommandBody(document.RootElement.Clone())
                : throw new TelnyxRefusalException(TelnyxError.Malformed("The request body must be a JSON object."));
        }
        catch (JsonException)
        {
            throw new TelnyxRefusalException(TelnyxError.Malformed("The request body is not valid JSON."));
        }
    }

    public string? Text(string field)
    {
        if (!TryGet(field, out var value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : throw new TelnyxRefusalException(TelnyxError.Invalid(field, $"'{field}' must be a string."));
    }

    public string RequiredText(string field) =>
        Text(field) is { Length: > 0 } text ? text : throw new TelnyxRefusalException(TelnyxError.Missing(field));

    public int? Number(string field)
    {
        if (!TryGet(field, out var value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new TelnyxRefusalException(TelnyxError.Invalid(field, $"'{field}' must be an integer."));
    }

    /// <summary>One of the allowed values, compared case-sensitively as Telnyx does.</summary>
    public string OneOf(string field, string fallback, params ReadOnlySpan<string> allowed)
    {
        var text = Text(field) ?? fallback;
        foreach (var value in allowed)
        {
            if (value == text)
            {
                return text;
            }
        }

        throw new TelnyxRefusalException(TelnyxError.NotInEnum(field, string.Join(", ", allowed.ToArray())));
    }

    /// <summary>An absolute address of one of the schemes, or null when the field is absent.</summary>
    public Uri? Address(string field, params ReadOnlySpan<string> schemes)
    {
        var text = Text(field);
        if (text is null)
        {
            return null;
        }

        if (text.Length <= 2000 && Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme))
        {
            return address;
        }

        throw new TelnyxRefusalException(TelnyxError.InvalidUrl(field));
    }

    public string? ClientState(string field = "client_state")
    {
        var state = Text(field);
        return state is null || Base64.IsValid(state)
            ? state
            : throw new TelnyxRefusalException(
                new TelnyxError(422, "90017", "Invalid client state", $"{field} must be base64.") { Pointer = $"/{field}" });
    }

    /// <summary>A raw copy of a field to echo, such as <c>custom_parameters</c>.</summary>
    public JsonElement? Raw(string field) => TryGet(field, out var value) ? value : null;

    private bool TryGet(string field, out JsonElement value)
    {
        value = default;
        return _root.ValueKind is JsonValueKind.Object && _root.TryGetProperty(field, out value) && value.ValueKind is not JsonValueKind.Null;
    }
}
