namespace VoiceAgent.Core.Keys.Roots;

/// <summary>The loaded root keys: one seals, all open.</summary>
internal sealed class RootKeyRing : IDisposable
{
    private readonly RootKey[] _keys;

    /// <summary>Takes ownership of the keys.</summary>
    public RootKeyRing(IReadOnlyList<RootKey> keys, string activeId)
    {
        _keys = [.. keys];
        Active = Find(activeId) ?? throw new ArgumentException("The active key is not in the ring.", nameof(activeId));
    }

    /// <summary>The key that seals what is written now.</summary>
    public RootKey Active { get; }

    public IReadOnlyList<RootKey> Keys => _keys;

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

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }
}
