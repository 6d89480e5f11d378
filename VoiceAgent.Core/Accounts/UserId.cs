using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Accounts;

/// <summary>Names a <see cref="User"/>, a person who can sign in.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<UserId>))]
public readonly record struct UserId(Guid Value) : IEntityId<UserId>
{
    public static UserId New() => new(Guid.CreateVersion7());

    public static UserId From(Guid value) => new(value);

    public static bool TryParse(string? text, out UserId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new UserId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
