namespace VoiceAgent.Core.Keys.Roots;

/// <summary>The loaded root keys: one seals, all open.</summary>
internal sealed class RootKeyRing : IDisposable
{
    private readonly RootKey[] _keys;

    /// <param name="keys">Disposed with the ring.</param>
    /// <param name="activeId">The one of them that seals.</param>
    public RootKeyRing(IEnumerable<RootKey> keys, string activeId)
    {
        _keys = [.. keys];
        Active = Find(activeId) ?? throw new ArgumentException("The active key is not in the ring.", nameof(activeId));
    }

    /// <summary>The key that seals what is written now.</summary>
    public RootKey Active { get; }

    public IReadOnlyList<RootKey> Keys => _keys;

    /// <summary>Root keys that storage knows and that are not loaded here: what they sealed cannot be judged here.</summary>
    public IReadOnlySet<string> Awaited { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Root keys that have sealed and shall not any more. A key that is not active and not among them may be a newer one.</summary>
    public IReadOnlySet<string> Outgoing { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public RootKey? Find(string? id)
    {
        foreach (var key in _keys)
        {
            if (string.Equals(key.Id, id, StringComparison.Ordinal))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Whether both hold the very same keys and use them alike.</summary>
    public bool IsSameAs(RootKeyRing? other) =>
        other is not null && Active == other.Active && _keys.AsSpan().SequenceEqual(other._keys) && Awaited.SetEquals(other.Awaited) && Outgoing.SetEquals(other.Outgoing);

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }
}
