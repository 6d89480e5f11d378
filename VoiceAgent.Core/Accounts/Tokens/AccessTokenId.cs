using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Accounts.Tokens;

/// <summary>Names an <see cref="AccessToken"/>; says nothing of the token itself.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<AccessTokenId>))]
public readonly record struct AccessTokenId(Guid Value) : IEntityId<AccessTokenId>
{
    public static AccessTokenId New() => new(Guid.NewGuid());

    public static AccessTokenId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AccessTokenId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new AccessTokenId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
