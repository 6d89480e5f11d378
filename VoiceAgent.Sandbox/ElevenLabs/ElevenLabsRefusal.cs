using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>
/// A refusal: over HTTP <c>{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}</c>, on a socket
/// <c>{"message":"Invalid API key","error":"invalid_api_key","code":1008}</c> before the close.
/// </summary>
internal sealed record ElevenLabsRefusal(int Status, string Slug, string Message)
{
    public static ElevenLabsRefusal InvalidKey { get; } = new(401, "invalid_api_key", "Invalid API key");

    public static ElevenLabsRefusal NoKey { get; } = new(401, "needs_authorization", "Neither authorization header nor xi-api-key received, please provide one.");

    public static ElevenLabsRefusal NoCredit { get; } = new(
        401, "quota_exceeded", "This request exceeds your quota of 10000. You have 0 credits remaining, while 12 credits are required for this request.");

    public static ElevenLabsRefusal TooMany { get; } = new(
        429, "too_many_concurrent_requests", "Too many concurrent requests. Your current subscription is associated with a maximum of 4 concurrent requests.");

    public static ElevenLabsRefusal VoiceNotFound { get; } = new(404, "voice_not_found", "A voice with the given voice_id was not found.");

    public static ElevenLabsRefusal NoUpgrade { get; } = new(400, "invalid_request", "Expected a WebSocket upgrade.");

    public static ElevenLabsRefusal MissingPermission(string permission) => new(
        401, "missing_permissions", $"The API key you used is missing the permission {permission} to execute this operation.");

    public static ElevenLabsRefusal Inactive(int seconds) => new(
        408, "input_timeout_exceeded", $"Have not received a new text input within the timeout of {seconds} seconds. Streaming input terminated.");

    public static ElevenLabsRefusal Bad(string slug, string message) => new(400, slug, message);

    public static ElevenLabsRefusal ForStatus(int status) => status switch
    {
        400 => new(400, "max_character_limit_exceeded", "The request exceeds the maximum number of characters."),
        401 => InvalidKey,
        402 => NoCredit with { Status = 402 },
        403 => new(403, "only_for_creator+", "This feature needs the Creator plan or higher."),
        404 => VoiceNotFound,
        429 => TooMany,
        >= 500 => new(status, "internal_error", "An unexpected error occurred."),
        _ => new(status, "invalid_request", "The request was refused."),
    };

    public Task AnswerAsync(Exchange exchange) =>
        exchange.AnswerAsync(Status, SandboxJson.Write(new { detail = new { status = Slug, message = Message } }));

    public async Task CloseAsync(SandboxSocket socket)
    {
        const int PolicyViolation = 1008;
        await socket.SendAsync(SandboxJson.Write(new { message = Message, error = Slug, code = PolicyViolation }));
        await socket.CloseAsync(PolicyViolation, Message);
    }
}
