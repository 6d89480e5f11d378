using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Grok;

/// <summary>A refused request: <c>{"code":"invalid-argument","error":"Incorrect API key provided: …"}</c>. The error is a text, not an object.</summary>
internal sealed record GrokRefusal(int Status, string Code, string Error)
{
    public const string Team = "00000000-0000-0000-0000-000000000000";

    private const string Exhausted = "Some resource has been exhausted";

    public static GrokRefusal Down { get; } = new(503, "The service is currently unavailable", "The service is currently unavailable");

    public string Body => SandboxJson.Write(new { code = Code, error = Error });

    public static GrokRefusal Bad(string error) => new(400, "invalid-argument", error);

    public static GrokRefusal UnknownModel(string model) =>
        new(404, "Some requested entity was not found", $"The model {model} does not exist or your team {Team} does not have access to it.");

    /// <summary>The refusal by fault script or key, or null. A wrong key is a 400.</summary>
    public static GrokRefusal? Of(Exchange exchange, bool needsCredit) => (exchange.Faults.Refusal, KeyOf(exchange, out var sent)) switch
    {
        ({ Kind: FaultKind.Quota }, _) => new(429, Exhausted, $"Your team {Team} has either used all available credits or reached its monthly spending limit."),
        ({ Value: 429 }, _) or (null, SandboxKeyState.RateLimited) => new(429, Exhausted, $"Too many requests for team {Team} and model grok-4.3."),
        ({ Value: >= 500 and var status }, _) => Down with { Status = status },
        ({ Value: 401 }, _) or (null, SandboxKeyState.Missing) => new(401, "unauthenticated:no-credentials", "No credentials provided"),
        ({ Value: 402 }, _) => new(402, "personal-team-blocked:spending-limit", "Your team has used all available credits."),
        ({ } fault, _) => new(fault.Value, "invalid-argument", "The request was refused."),
        (_, SandboxKeyState.Invalid) => Bad($"Incorrect API key provided: {Mask(sent)}. You can obtain an API key from https://console.x.ai."),
        (_, SandboxKeyState.WithoutCredit) when needsCredit => new(
            403, "personal-team-blocked:spending-limit", $"Your team {Team} has either used all available credits or reached its monthly spending limit."),
        _ => null,
    };

    public static SandboxKeyState KeyOf(Exchange exchange, out string sent)
    {
        const string Scheme = "Bearer ";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        sent = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return SandboxKeys.Check("grok", sent);
    }

    public Task AnswerAsync(Exchange exchange) => exchange.AnswerAsync(Status, Body);

    private static string Mask(string key) => key.Length < 8 ? "***" : string.Concat(key.AsSpan(0, 2), "***", key.AsSpan(key.Length - 2));
}
