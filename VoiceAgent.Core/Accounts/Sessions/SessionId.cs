using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Accounts.Sessions;

/// <summary>Names a <see cref="UserSession"/>. Random throughout, so that one id says nothing about another.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<SessionId>))]
public readonly record struct SessionId(Guid Value) : IEntityId<SessionId>
{
    public static SessionId New() => new(Guid.NewGuid());

    public static SessionId From(Guid value) => new(value);

    public static bool TryParse(string? text, out SessionId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new SessionId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
