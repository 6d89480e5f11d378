using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>A refused request: <c>{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"…"}</c>.</summary>
internal sealed record DeepgramRefusal(int Status, string Code, string Message)
{
    public static DeepgramRefusal InvalidKey { get; } = new(401, "INVALID_AUTH", "Invalid credentials.");

    public static DeepgramRefusal FewRights { get; } = new(401, "INSUFFICIENT_PERMISSIONS", "User does not have sufficient permissions.");

    public static DeepgramRefusal NoCredit { get; } = new(
        402, "ASR_PAYMENT_REQUIRED", "Project does not have enough credits for an ASR request and does not have an overage agreement.");

    public static DeepgramRefusal TooManyRequests { get; } = new(429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later");

    public static DeepgramRefusal NoUpgrade { get; } = new(400, "Bad Request", "Bad Request: Expected a WebSocket upgrade.");

    public static DeepgramRefusal UnknownModel { get; } = new(400, "Bad Request", "Bad Request: No such model/version combination found.");

    public static DeepgramRefusal BadQuery(string why) =>
        new(400, "INVALID_QUERY_PARAMETER", "Failed to deserialize query parameters: " + why);

    public static DeepgramRefusal ForStatus(int status) => status switch
    {
        400 => UnknownModel,
        401 => InvalidKey,
        402 => NoCredit,
        403 => new(403, "INSUFFICIENT_PERMISSIONS", "Project does not have access to the requested model."),
        429 => TooManyRequests,
        >= 500 => new(status, "Service Unavailable", "Please try again later"),
        _ => new(status, "Bad Request", "Bad Request: The request was refused."),
    };

    public Task AnswerAsync(Exchange exchange, Guid request)
    {
        exchange.Http.Response.Headers["dg-error"] = Message;
        return exchange.AnswerAsync(Status, SandboxJson.Write(new { err_code = Code, err_msg = Message, request_id = request }));
    }
}
