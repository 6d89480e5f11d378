using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// An error answer of the simulated REST API:
/// <c>{"errors":[{"code":"10009","title":"…","detail":"…","source":{"pointer":"/to"},"meta":{"url":"…"}}]}</c>.
/// </summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Telnyx's code, always text.</param>
internal sealed record TelnyxError(int Status, string Code, string Title, string Detail)
{
    /// <summary>JSON pointer of the body field at fault, such as <c>/stream_url</c>.</summary>
    public string? Pointer { get; init; }

    /// <summary>The query parameter at fault.</summary>
    public string? Parameter { get; init; }

    public static TelnyxError Unauthenticated { get; } = new(
        401, "10009", "Authentication failed", "The required authentication headers were either invalid or not included in the request.");

    public static TelnyxError NotFound { get; } = new(
        404, "10005", "Resource not found", "The requested resource or URL could not be found.");

    public static TelnyxError TooManyRequests { get; } = new(
        429, "10011", "Too many requests", "You have exceeded the maximum number of allowed requests.");

    public static TelnyxError UnsupportedMediaType { get; } = new(
        415, "10014", "Unsupported Media Type", "The request body must be application/json.");

    public static TelnyxError UnknownCall { get; } = new(
        422, "90015", "Invalid call control ID", "The call_control_id provided was not found.");

    public static TelnyxError CallEnded { get; } = new(
        422, "90018", "Call has already ended", "This call is no longer active and can't receive commands.");

    public static TelnyxError NotAnswered { get; } = new(
        422, "90034", "Call not answered yet", "This call can't receive this command because it has not been answered yet.");

    public static TelnyxError Outgoing { get; } = new(
        422, "90102", "Command not allowed on an outbound call", "This command is for calls that come in.");

    public static TelnyxError AlreadyStreaming { get; } = new(
        422, "90045", "Command refused while streaming", "Only one streaming operation may run on a call.");

    public static TelnyxError NotStreaming { get; } = new(
        422, "90048", "Streaming is not active", "There is no such stream on this call.");

    public static TelnyxError Malformed(string detail) => new(400, "10015", "Bad Request", detail);

    public static TelnyxError Missing(string field) => new(
        422, "10004", "Missing required parameter", $"The parameter '{field}' is required.")
    { Pointer = $"/{field}" };

    public static TelnyxError Invalid(string field, string detail) => new(422, "10015", "Bad Request", detail) { Pointer = $"/{field}" };

    public static TelnyxError NotInEnum(string field, string allowed) => new(
        422, "10032", "Value not allowed", $"'{field}' must be one of {allowed}.")
    { Pointer = $"/{field}" };

    public static TelnyxError InvalidUrl(string field) => new(
        422, "10003", "Invalid URL", $"'{field}' is not a valid URL.")
    { Pointer = $"/{field}" };

    public IResult ToResult() => Results.Text(ToJson().ToJsonString(), "application/json", statusCode: Status);

    private JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["title"] = Title, ["detail"] = Detail };
        if (Pointer is not null)
        {
            error["source"] = new JsonObject { ["pointer"] = Pointer };
        }
        else if (Parameter is not null)
        {
            error["source"] = new JsonObject { ["parameter"] = Parameter };
        }

        error["meta"] = new JsonObject { ["url"] = $"https://developers.telnyx.com/docs/overview/errors/{Code}" };
        return new JsonObject { ["errors"] = new JsonArray(error) };
    }
}

/// <summary>A request the simulated Telnyx refuses; its routes turn it into the error answer.</summary>
internal sealed class TelnyxRefusalException : Exception
{
    public TelnyxRefusalException(TelnyxError error)
        : base(error.Title) => Error = error;

    public TelnyxError Error { get; }
}
