using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>Names an <see cref="McpServer"/>.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<McpServerId>))]
public readonly record struct McpServerId(Guid Value) : IEntityId<McpServerId>
{
    public static McpServerId New() => new(Guid.CreateVersion7());

    public static McpServerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
