using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>What storage knows of a root key: enough to recognise it and to say what it is for, nothing to rebuild it.</summary>
public sealed record RootKeyRecord
{
    public static DocumentCollection<RootKeyRecord> Collection { get; } = new()
    {
        Name = "vault_keys",
        Id = record => record.RootKeyId,
        Upgrades = [WithState],
    };

    public required string RootKeyId { get; init; }

    /// <summary>BLAKE2b-128 of "kcv" under the root's check key.</summary>
    public required byte[] CheckValue { get; init; }

    public required RootKeyState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; init; }

    public DateTimeOffset? RetiringAt { get; init; }

    /// <summary>From then on nothing is sealed by it, so the file need not hold it.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>
    /// The one key that seals: should two be marked active, because an activation was cut short, the one that was activated last. Every
    /// server decides alike.
    /// </summary>
    public static RootKeyRecord? ActiveOf(IEnumerable<RootKeyRecord> records) => records
        .Where(record => record.State is RootKeyState.Active)
        .OrderByDescending(record => record.ActivatedAt)
        .ThenByDescending(record => record.RootKeyId, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>The first shape knew only keys that seal and keys that are retired.</summary>
    private static JsonObject WithState(JsonObject document)
    {
        var isRetired = document["retiredAt"] is not null;
        document["state"] = isRetired ? "Retired" : "Active";
        document["activatedAt"] = document["createdAt"]?.DeepClone();
        return document;
    }
}

/// <summary>What a root key is for. It only ever goes forward, except that a retiring key may be made active again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RootKeyState>))]
public enum RootKeyState
{
    /// <summary>Known, opens what it sealed, seals nothing yet: every server has to load it first.</summary>
    Staged,

    /// <summary>Seals what is written.</summary>
    Active,

    /// <summary>Still opens what it sealed; the rewrap takes that away from it.</summary>
    Retiring,

    /// <summary>Nothing in storage is sealed by it. Backups may be.</summary>
    Retired,
}
