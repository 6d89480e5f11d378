using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Calls;

/// <summary>Names a <see cref="Call"/>.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<CallId>))]
public readonly record struct CallId(Guid Value) : IEntityId<CallId>
{
    public static CallId New() => new(Guid.CreateVersion7());

    public static CallId From(Guid value) => new(value);

    public static bool TryParse(string? text, out CallId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new CallId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
