using System.Security.Cryptography;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// The root keys this process has read so far. A key that leaves the file while storage still needs it stays loaded, so that a file that
/// is damaged or taken away under a running server harms nobody before the next start.
/// </summary>
internal sealed class LoadedRootKeys : IDisposable
{
    private readonly Dictionary<string, RootKey> _keys = new(StringComparer.Ordinal);
    private List<RootKey> _discarded = [];

    public IReadOnlyCollection<RootKey> All => _keys.Values;

    public RootKey? Find(string id) => _keys.GetValueOrDefault(id);

    /// <summary>
    /// Takes over the keys of what was read and lets go of those that are neither in it nor needed. Returns what is wrong with it as a
    /// sentence without its subject, or null.
    /// </summary>
    /// <param name="read">Its keys belong to this object from now on.</param>
    /// <param name="records">What storage knows.</param>
    public string? Merge(RootKeyRing read, IReadOnlyCollection<RootKeyRecord> records)
    {
        string? problem = null;
        foreach (var key in read.Keys)
        {
            problem = Take(key, records.FirstOrDefault(record => record.RootKeyId == key.Id)) ?? problem;
        }

        foreach (var key in _keys.Values.Where(key => read.Find(key.Id) is null).ToArray())
        {
            if (records.Any(record => record.RootKeyId == key.Id && record.State is RootKeyState.Active or RootKeyState.Retiring))
            {
                problem = $"no longer has the root key {key.Id}, which sealed stored keys";
            }
            else
            {
                _keys.Remove(key.Id);
                _discarded.Add(key);
            }
        }

        return problem;
    }

    /// <summary>Frees keys that were let go of before the last call: whoever used one then has finished.</summary>
    public void FreeDiscarded()
    {
        _discarded.ForEach(key => key.Dispose());
        _discarded = [];
    }

    public void Dispose()
    {
        FreeDiscarded();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private string? Take(RootKey key, RootKeyRecord? record)
    {
        var loaded = Find(key.Id);
        if (loaded is not null && IsSame(loaded, key.CheckValue))
        {
            key.Dispose();
            return null;
        }

        if (record is not null && !IsSame(key, record.CheckValue))
        {
            var problem = $"holds another root key {key.Id} than the one that {(record.State is RootKeyState.Staged ? "was staged" : "sealed stored keys")}";
            key.Dispose();
            return problem;
        }

        if (loaded is not null)
        {
            _discarded.Add(loaded);
        }

        _keys[key.Id] = key;
        return null;
    }

    private static bool IsSame(RootKey key, byte[] checkValue) => CryptographicOperations.FixedTimeEquals(key.CheckValue, checkValue);
}
