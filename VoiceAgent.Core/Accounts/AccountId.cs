using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Accounts;

/// <summary>Names an <see cref="Account"/>, the tenant that owns keys, agents, numbers and calls.</summary>
[JsonConverter(typeof(EntityIdJsonConverter<AccountId>))]
public readonly record struct AccountId(Guid Value) : IEntityId<AccountId>
{
    public static AccountId New() => new(Guid.CreateVersion7());

    public static AccountId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AccountId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new AccountId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
