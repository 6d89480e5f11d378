using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Hume;

/// <summary>A refused request: <c>{"code":"E0300","error":"…","message":"…"}</c>; the gateway and the check of fields have forms of their own.</summary>
internal sealed record HumeRefusal(int Status, string Code, string Error, string Message)
{
    public static HumeRefusal NotJson { get; } = new(400, "E0100", "Invalid payload", "The request body is not valid JSON.");

    private static HumeRefusal NoCredit { get; } = new(400, "E0300", "Out of credits", "Your account is out of credits.");

    /// <summary>The body where it is not the usual one.</summary>
    public string? Body { get; init; }

    public static HumeRefusal Field(string name, string message) => new(422, "", "", "")
    {
        Body = SandboxJson.Write(new { detail = new[] { new { loc = new[] { "body", name }, msg = message, type = "value_error" } } }),
    };

    /// <summary>The refusal by fault script or key, or null.</summary>
    public static HumeRefusal? Of(Exchange exchange, bool needsCredit) =>
        (exchange.Faults.Refusal, SandboxKeys.Check("hume", exchange.Http.Request.Headers["X-Hume-Api-Key"])) switch
        {
            ({ Kind: FaultKind.Quota }, _) => NoCredit,
            ({ Value: 401 }, _) or (null, SandboxKeyState.Missing or SandboxKeyState.Invalid) => new(401, "", "", "")
            {
                Body = """{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}""",
            },
            ({ } fault, _) => new(fault.Value, "", "", "") { Body = SandboxJson.Write(new { message = "The request was refused." }) },
            (_, SandboxKeyState.RateLimited) => new(429, "", "", "") { Body = SandboxJson.Write(new { message = "Too many requests." }) },
            (_, SandboxKeyState.WithoutCredit) when needsCredit => NoCredit,
            _ => null,
        };

    public Task AnswerAsync(Exchange exchange)
    {
        if (Status is 429)
        {
            exchange.Http.Response.Headers.RetryAfter = "5";
        }

        return exchange.AnswerAsync(Status, Body ?? SandboxJson.Write(new { code = Code, error = Error, message = Message }));
    }
}
