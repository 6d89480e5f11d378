using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Soniox;

/// <summary>An error of the socket: told in a message, after which the server closes.</summary>
internal sealed record SonioxError(int Code, string Type, string Message)
{
    public static SonioxError NoKey { get; } = new(401, "unauthenticated", "Missing API key.");

    public static SonioxError WrongKey { get; } = new(401, "unauthenticated", "Invalid API key.");

    public static SonioxError TwoKeys { get; } = new(400, "invalid_request", "Start request is malformed.");

    public static SonioxError NoBalance { get; } = new(
        402, "organization_balance_exhausted", "Organization balance exhausted. Please either add funds manually or enable autopay.");

    public static SonioxError TooManyRequests { get; } = new(429, "limit_exceeded", "Rate limit for your organization has been exceeded.");

    public static SonioxError StartTimeout { get; } = new(408, "request_timeout", "Start request timeout");

    public static SonioxError Idle { get; } = new(408, "request_timeout", "Request timeout.");

    public static SonioxError TooLong { get; } = new(400, "max_duration_reached", "Audio is too long.");

    public static SonioxError CannotContinue { get; } = new(
        503, "service_unavailable", "Cannot continue request (code 1). Please restart the request. Refer to: https://soniox.com/url/cannot-continue-request");

    public string Json => SandboxJson.Write(new
    {
        tokens = Array.Empty<object>(),
        error_code = Code,
        error_type = Type,
        error_message = Message,
        more_info = "https://soniox.com/docs/api-reference/errors#" + Type.Replace('_', '-'),
        request_id = Guid.NewGuid(),
    });

    public static SonioxError Bad(string message) => new(400, "invalid_request", message);

    public static SonioxError ForStatus(int status) => status switch
    {
        401 => WrongKey,
        402 => NoBalance,
        403 => new(403, "permission_denied", "The API key may not transcribe."),
        408 => Idle,
        429 => TooManyRequests,
        503 => CannotContinue,
        >= 500 => new(status, "internal_error", "The server had an error processing your request."),
        _ => Bad("Control request is malformed."),
    };
}
