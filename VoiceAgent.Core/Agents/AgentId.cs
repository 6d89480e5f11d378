using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Agents;

/// <summary>Names an <see cref="Agent"/>.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<AgentId>))]
public readonly record struct AgentId(Guid Value) : IEntityId<AgentId>
{
    public static AgentId New() => new(Guid.CreateVersion7());

    public static AgentId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AgentId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new AgentId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
