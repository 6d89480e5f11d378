using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Rotation;

[Trait("Kind", "Unit")]
public sealed class SealedCollectionTests : IDisposable
{
    private readonly KeyVault _vault = new();
    private readonly InMemoryDocuments<ProviderKey> _documents = new(ProviderKeyStore.Collection, TimeProvider.System);

    public SealedCollectionTests() => _vault.Open(TestVault.Ring("old", ("old", 1), ("new", 2)));

    public void Dispose() => _vault.Dispose();

    [Fact]
    public async Task A_batch_is_sealed_anew_by_the_active_root_key()
    {
        var keys = await InsertAsync(3);
        Activate("new");

        Assert.Equal(3, await Keys().CountAsync("old", CancellationToken.None));
        Assert.Equal(new RewrapCounts(2, 0, 0), await Keys().RewrapAsync("old", 0, 2, CancellationToken.None));
        Assert.Equal(new RewrapCounts(1, 0, 0), await Keys().RewrapAsync("old", 0, 2, CancellationToken.None));
        Assert.Equal(default, await Keys().RewrapAsync("old", 0, 2, CancellationToken.None));

        Assert.Equal(3, await Keys().CountAsync("new", CancellationToken.None));
        foreach (var key in keys)
        {
            var now = await FindAsync(key);
            Assert.Equal("new", now.Secret.RootKeyId);
            Assert.Equal(Secret(key), Encoding.ASCII.GetString(_vault.Open(KeyBinding.Of(now), now.Secret)!));
            Assert.Equal(_vault.Fingerprint(now.Provider, Encoding.ASCII.GetBytes(Secret(key))), now.Fingerprint);
            AssertSame(key with { Secret = now.Secret, Fingerprint = now.Fingerprint }, now);
        }
    }

    [Fact]
    public async Task A_bad_document_is_marked_keeps_its_ciphertext_and_does_not_stop_the_rest()
    {
        var keys = await InsertAsync(3);
        var bad = keys[0] with { Generation = 9 };
        await _documents.UpdateAsync(bad.Id.ToString(), _ => bad, CancellationToken.None);
        Activate("new");

        Assert.Equal(new RewrapCounts(2, 1, 0), await Keys().RewrapAsync("old", 0, 10, CancellationToken.None));
        Assert.Equal(new RewrapCounts(0, 1, 0), await Keys().RewrapAsync("old", 0, 10, CancellationToken.None));
        Assert.Equal(default, await Keys().RewrapAsync("old", 1, 10, CancellationToken.None));

        AssertSame(bad with { Status = KeyStatus.NeedsReentry }, await FindAsync(bad));
        Assert.Equal(new VerifyCounts(2, 1, 0), await Keys().VerifyAsync(0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_document_that_opens_again_is_no_longer_marked()
    {
        var key = (await InsertAsync(1))[0];
        await _documents.UpdateAsync(key.Id.ToString(), stored => stored with { Status = KeyStatus.NeedsReentry }, CancellationToken.None);
        Activate("new");

        await Keys().RewrapAsync("old", 0, 10, CancellationToken.None);

        Assert.Equal(KeyStatus.Untested, (await FindAsync(key)).Status);
    }

    [Fact]
    public async Task Without_the_old_root_key_nothing_is_judged_or_marked()
    {
        var key = (await InsertAsync(1))[0];
        using var other = TestVault.Open(seed: 2, id: "new");
        var keys = new SealedCollection<ProviderKey>(ProviderKeyStore.Sealed, _documents, other);

        await Assert.ThrowsAsync<ArgumentException>(() => keys.RewrapAsync("old", 0, 10, CancellationToken.None));

        AssertSame(key, await FindAsync(key));
    }

    [Fact]
    public async Task A_write_at_the_same_time_wins_over_the_rewrap()
    {
        var key = (await InsertAsync(1))[0];
        var users = Sealed(key with { Generation = key.Generation + 1 }, "the user's new key");
        Activate("new");
        var interfered = new InterferedDocuments<ProviderKey>(_documents, beforeReplace: () =>
            _documents.UpdateAsync(key.Id.ToString(), _ => users, CancellationToken.None));
        var keys = new SealedCollection<ProviderKey>(ProviderKeyStore.Sealed, interfered, _vault);

        Assert.Equal(new RewrapCounts(0, 0, 1), await keys.RewrapAsync("old", 0, 10, CancellationToken.None));
        AssertSame(users, await FindAsync(key));

        Assert.Equal(new RewrapCounts(1, 0, 0), await keys.RewrapAsync("old", 0, 10, CancellationToken.None));
        var now = await FindAsync(key);
        Assert.Equal("the user's new key", Encoding.ASCII.GetString(_vault.Open(KeyBinding.Of(now), now.Secret)!));
    }

    private static void AssertSame(ProviderKey expected, ProviderKey actual) => Assert.Equal(StoredText.Of(expected), StoredText.Of(actual));

    private static string Secret(ProviderKey key) => $"an-invented-key-{key.Id}";

    private SealedCollection<ProviderKey> Keys() => new(ProviderKeyStore.Sealed, _documents, _vault);

    private void Activate(string id) => _vault.Open(TestVault.Ring(id, ("old", 1), ("new", 2)));

    private async Task<ProviderKey> FindAsync(ProviderKey key) => (await _documents.FindAsync(key.Id.ToString(), CancellationToken.None))!.Document;

    private async Task<ProviderKey[]> InsertAsync(int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => NewKey()).ToArray();
        foreach (var key in keys)
        {
            await _documents.InsertAsync(key, CancellationToken.None);
        }

        return keys;
    }

    private ProviderKey NewKey()
    {
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var key = new ProviderKey
        {
            Id = KeyId.New(),
            AccountId = AccountId.New(),
            Provider = ProviderName.Deepgram,
            Generation = 1,
            Secret = new SealedSecret(0, 0, string.Empty, [], [], []),
            Destination = new KeyDestination("api.deepgram.com"),
            Tail = string.Empty,
            Length = 48,
            Fingerprint = [],
            Status = KeyStatus.Valid,
            CreatedAt = now,
            CreatedBy = UserId.New(),
            UpdatedAt = now,
        };
        return Sealed(key, Secret(key));
    }

    private ProviderKey Sealed(ProviderKey key, string secret) => key with
    {
        Secret = _vault.Seal(KeyBinding.Of(key), Encoding.ASCII.GetBytes(secret)),
        Fingerprint = _vault.Fingerprint(key.Provider, Encoding.ASCII.GetBytes(secret)),
    };
}
