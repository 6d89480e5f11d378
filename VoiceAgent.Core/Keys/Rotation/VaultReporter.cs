using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>Says how the vault stands: root keys, what they seal, which servers have loaded them.</summary>
public sealed class VaultReporter
{
    private readonly VaultOpener _opener;
    private readonly KeyVault _vault;
    private readonly VaultNodes _nodes;
    private readonly IReadOnlyList<ISealedCollection> _collections;

    internal VaultReporter(VaultOpener opener, KeyVault vault, VaultNodes nodes, IEnumerable<ISealedCollection> collections)
    {
        _opener = opener;
        _vault = vault;
        _nodes = nodes;
        _collections = [.. collections];
    }

    public async Task<VaultReport> ReportAsync(CancellationToken cancellationToken)
    {
        await _opener.RefreshAsync(VaultPurpose.Look, cancellationToken);
        var known = await _opener.QueryAsync(cancellationToken);
        var keys = new List<ReportedRootKey>();
        foreach (var record in known.OrderBy(record => record.CreatedAt))
        {
            keys.Add(await DescribeAsync(record, cancellationToken));
        }

        var nodes = await _nodes.ListAsync(cancellationToken);
        return new VaultReport
        {
            LockedBecause = _vault.State.LockedBecause,
            Warning = _vault.State.Warning,
            RootKeys = keys,
            NotStaged = [.. _opener.Loaded.Select(key => key.Id).Where(id => known.All(record => record.RootKeyId != id))],
            Nodes = [.. nodes.OrderBy(node => node.Id, StringComparer.Ordinal).Select(Describe)],
        };
    }

    private static ReportedNode Describe(VaultNode node) => new(node.Id, [.. node.Keys.Select(key => key.RootKeyId)], node.SealsWith, node.SeenAt);

    private async Task<ReportedRootKey> DescribeAsync(RootKeyRecord record, CancellationToken cancellationToken)
    {
        var seals = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var collection in _collections)
        {
            seals[collection.Name] = await collection.CountAsync(record.RootKeyId, cancellationToken);
        }

        return new ReportedRootKey
        {
            RootKeyId = record.RootKeyId,
            State = record.State,
            CheckValue = Convert.ToHexStringLower(record.CheckValue),
            CreatedAt = record.CreatedAt,
            ActivatedAt = record.ActivatedAt,
            RetiringAt = record.RetiringAt,
            RetiredAt = record.RetiredAt,
            IsLoadedHere = _opener.Loaded.Any(key => key.Id == record.RootKeyId),
            Seals = seals,
        };
    }
}

/// <summary>How the vault stands. Holds no secret.</summary>
public sealed record VaultReport
{
    /// <summary>Why the vault does not open here, or null.</summary>
    public required string? LockedBecause { get; init; }

    public required string? Warning { get; init; }

    public required IReadOnlyList<ReportedRootKey> RootKeys { get; init; }

    /// <summary>Ids of keys in the key file here that storage does not know.</summary>
    public required IReadOnlyList<string> NotStaged { get; init; }

    /// <summary>The running servers.</summary>
    public required IReadOnlyList<ReportedNode> Nodes { get; init; }
}

/// <summary>A root key that storage knows.</summary>
public sealed record ReportedRootKey
{
    public required string RootKeyId { get; init; }

    public required RootKeyState State { get; init; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string CheckValue { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ActivatedAt { get; init; }

    public required DateTimeOffset? RetiringAt { get; init; }

    public required DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Whether the key file here has it.</summary>
    public required bool IsLoadedHere { get; init; }

    /// <summary>Number of documents it seals, by collection.</summary>
    public required IReadOnlyDictionary<string, long> Seals { get; init; }
}

/// <summary>A running server.</summary>
public sealed record ReportedNode(string Id, IReadOnlyList<string> LoadedRootKeys, string? SealsWith, DateTimeOffset SeenAt);
