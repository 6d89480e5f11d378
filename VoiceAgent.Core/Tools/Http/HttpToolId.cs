using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Tools.Http;

/// <summary>Names an <see cref="HttpTool"/>.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<HttpToolId>))]
public readonly record struct HttpToolId(Guid Value) : IEntityId<HttpToolId>
{
    public static HttpToolId New() => new(Guid.CreateVersion7());

    public static HttpToolId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
