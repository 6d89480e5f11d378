using System.ComponentModel;
using System.Text.Json.Serialization;

namespace VoiceAgent.Web.Api;

/// <summary>An error, as RFC 9457 describes it.</summary>
public sealed record ApiProblem
{
    [Description("urn:voiceagent:problem: followed by the code. Stable.")]
    public required string Type { get; init; }

    [Description("The kind of problem in a few words.")]
    public required string Title { get; init; }

    [Description("The HTTP status.")]
    public required int Status { get; init; }

    [Description("Short name of the kind of problem, for programs. Stable.")]
    public required string Code { get; init; }

    [Description("What happened and what to do, for people.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [Description("With code invalid-input: what is wrong with which member of the body.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    [Description("With code confirmation-needed: the agents that would stop answering calls.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AgentReference>? Agents { get; init; }

    [Description("With code keys-missing: what is missing, as the readiness of the keys tells it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MissingItem>? Missing { get; init; }
}

/// <summary>An agent by name.</summary>
public sealed record AgentReference(string Id, string Name);
