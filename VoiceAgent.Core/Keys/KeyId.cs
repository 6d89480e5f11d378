using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Keys;

/// <summary>Names a stored <see cref="ProviderKey"/>. It is part of what a sealed key is bound to.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<KeyId>))]
public readonly record struct KeyId(Guid Value) : IEntityId<KeyId>
{
    public static KeyId New() => new(Guid.CreateVersion7());

    public static KeyId From(Guid value) => new(value);

    public static bool TryParse(string? text, out KeyId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new KeyId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
