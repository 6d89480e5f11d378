using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>A refused request: <c>{"error":{"message":"…","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}</c>.</summary>
internal sealed record OpenAIRefusal(int Status, string Message, string Type = "invalid_request_error", string? Param = null, string? Code = null)
{
    public TimeSpan? RetryAfter { get; init; }

    public static OpenAIRefusal NoKey { get; } = new(
        401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");

    public static OpenAIRefusal NoCredit { get; } = new(
        429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", Code: "insufficient_quota");

    public static OpenAIRefusal RateLimited { get; } = new(
        429,
        "Rate limit reached for gpt-4.1-mini in organization org-sandbox on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.",
        "requests",
        Code: "rate_limit_exceeded")
    {
        RetryAfter = TimeSpan.FromSeconds(20),
    };

    public static OpenAIRefusal MissingScope { get; } = new(
        403, "You have insufficient permissions for this operation. Missing scopes: api.model.read.");

    public string Body => SandboxJson.Write(new { error = new { message = Message, type = Type, param = Param, code = Code } });

    public static OpenAIRefusal WrongKey(string key) => new(
        401,
        $"Incorrect API key provided: {Mask(key)}. You can find your API key at https://platform.openai.com/account/api-keys.",
        Code: "invalid_api_key");

    public static OpenAIRefusal UnknownModel(string model) => new(
        404, $"The model `{model}` does not exist or you do not have access to it.", Code: "model_not_found");

    public static OpenAIRefusal Bad(string message, string? param = null, string? code = null) => new(400, message, Param: param, Code: code);

    public static OpenAIRefusal ForStatus(int status) => status switch
    {
        401 => WrongKey("sk-proj-fault"),
        403 => MissingScope,
        404 => UnknownModel("gpt-fault"),
        429 => RateLimited,
        503 => new(503, "The engine is currently overloaded, please try again later.", "service_unavailable_error", Code: "server_is_overloaded"),
        >= 500 => new(status, "The server had an error while processing your request. Sorry about that!", "server_error"),
        _ => new(status, "The request was refused.", Code: "invalid_value"),
    };

    public Task AnswerAsync(Exchange exchange)
    {
        if (RetryAfter is { } wait)
        {
            exchange.Http.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
            exchange.Http.Response.Headers["retry-after-ms"] = ((int)wait.TotalMilliseconds).ToString();
        }

        return exchange.AnswerAsync(Status, Body);
    }

    private static string Mask(string key) => key.Length <= 12 ? "****" : string.Concat(key.AsSpan(0, 5), "****", key.AsSpan(key.Length - 4));
}
