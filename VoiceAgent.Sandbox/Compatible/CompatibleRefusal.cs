using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Compatible;

/// <summary>A refused request, in the form of the server: an object, a text, or an object of another shape.</summary>
internal sealed record CompatibleRefusal(int Status, string Message, string Type, string? Code = null)
{
    /// <summary>Null when the key will do.</summary>
    public static CompatibleRefusal? OfKey(Exchange exchange, CompatibleFlavour flavour, bool isList)
    {
        if (OfFault(exchange) is { } fault)
        {
            return fault;
        }

        return !flavour.NeedsKey || (isList && flavour.TellsModelsToAll) ? null : KeyOf(exchange) switch
        {
            SandboxKeyState.Missing or SandboxKeyState.Invalid => ForStatus(401),
            SandboxKeyState.WithoutCredit => ForStatus(402),
            SandboxKeyState.RateLimited => ForStatus(429),
            _ => null,
        };
    }

    public static CompatibleRefusal Bad(string message) => new(400, message, "invalid_request_error");

    public static CompatibleRefusal UnknownModel(string model) => new(404, $"The model `{model}` does not exist.", "NotFoundError", "model_not_found");

    public Task AnswerAsync(Exchange exchange, CompatibleFlavour flavour)
    {
        if (Status is 429)
        {
            exchange.Http.Response.Headers.RetryAfter = "2";
        }

        return exchange.AnswerAsync(Status, Body(flavour));
    }

    /// <summary>What stands in a stream that fails half-way.</summary>
    public static string InStream(CompatibleFlavour flavour) => ForStatus(500).Body(flavour);

    private static CompatibleRefusal ForStatus(int status) => status switch
    {
        401 => new(401, "Invalid API Key", "invalid_request_error", "invalid_api_key"),
        402 => new(402, "Insufficient credits. Add more and try again.", "insufficient_quota"),
        429 => new(429, "Rate limit reached for model in organization on requests per minute (RPM): Limit 30, Used 30.", "requests", "rate_limit_exceeded"),
        >= 500 => new(status, "The engine is overloaded.", "InternalServerError"),
        _ => new(status, "The request was refused.", "invalid_request_error"),
    };

    private static CompatibleRefusal? OfFault(Exchange exchange) => exchange.Faults.Refusal switch
    {
        null => null,
        { Kind: FaultKind.Quota } => ForStatus(402),
        { Value: var status } => ForStatus(status),
    };

    private static SandboxKeyState KeyOf(Exchange exchange)
    {
        const string Scheme = "Bearer ";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        return SandboxKeys.Check("compatible", header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "");
    }

    private string Body(CompatibleFlavour flavour) => (flavour.Name, Status) switch
    {
        ("vllm", 401) => """{"error":"Unauthorized"}""",
        ("vllm", _) => SandboxJson.Write(new { error = new { message = Message, type = Type, param = (string?)null, code = Status } }),
        ("openrouter", _) => SandboxJson.Write(new { error = new { message = Message, code = Status } }),
        _ => SandboxJson.Write(new { error = new { message = Message, type = Type, code = Code } }),
    };
}
