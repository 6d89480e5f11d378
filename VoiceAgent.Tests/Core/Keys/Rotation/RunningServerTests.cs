using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Rotation;

/// <summary>What happens to root keys and stored keys under a running server.</summary>
[Trait("Kind", "Unit")]
public sealed class RunningServerTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-running-");
    private readonly ManualTime _time = new();
    private readonly AccountId _account = AccountId.New();
    private readonly InMemoryDocumentStore _store;
    private readonly VaultServer _server;

    public RunningServerTests()
    {
        _store = new InMemoryDocumentStore(_time);
        _server = new VaultServer(_store, _time, _folder.FullName).With(("old", 1));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.RefreshAsync();
        await _server.SaveAsync(_account, Key);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "is not usable: it is not complete JSON")]
    [InlineData("""{"active":"old","keys":[{"kid":"old","key":"AQEB""", "is not usable: it is not complete JSON")]
    [InlineData("""{"active":"old","keys":[{"kid":"old","key":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="}]}""", "holds another root key old than the one that sealed stored keys")]
    [InlineData("""{"active":"x","keys":[{"kid":"x","key":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="}]}""", "no longer has the root key old")]
    public async Task A_key_file_that_goes_bad_is_a_warning_and_the_loaded_keys_go_on(string? text, string warning)
    {
        var good = await File.ReadAllTextAsync(_server.KeyFile, Token);
        File.Delete(_server.KeyFile);
        if (text is not null)
        {
            await File.WriteAllTextAsync(_server.KeyFile, text, Token);
        }

        for (var turn = 0; turn < 3; turn++)
        {
            await _server.RefreshAsync();
            Assert.Contains(warning, _server.Vault.State.Warning, StringComparison.Ordinal);
            Assert.Equal(Key, await _server.UseAsync(_account));
        }

        Assert.Equal(HealthStatus.Degraded, await HealthAsync());
        using var next = new VaultServer(_store, _time, _folder.FullName, ("Vault:KeyFile", _server.KeyFile));
        await next.RefreshAsync();
        Assert.True(next.Vault.State.IsLocked);

        await File.WriteAllTextAsync(_server.KeyFile, good, Token);
        await _server.RefreshAsync();
        Assert.Equal(VaultState.Open, _server.Vault.State);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task A_locked_vault_opens_by_itself_when_the_key_file_comes_back()
    {
        using var server = new VaultServer(_store, _time, _folder.FullName);
        await server.RefreshAsync();
        Assert.Contains("does not exist, but stored keys were sealed with it", server.Vault.State.LockedBecause, StringComparison.Ordinal);

        server.With(("old", 1));
        await server.RefreshAsync();

        Assert.Equal(Key, await server.UseAsync(_account));
    }

    [Fact]
    public async Task A_changed_key_file_and_a_changed_active_key_are_picked_up_by_a_running_server()
    {
        var refresher = _server.Get<VaultRefresher>();
        await refresher.StartAsync(Token);
        _server.With(("old", 1), ("new", 2));
        await AdvanceUntilAsync(() => _server.Vault.Has("new"));

        await _server.Rotation.StageAsync(null, Token);
        await _server.Rotation.ActivateAsync(null, Token);
        await AdvanceUntilAsync(() => _server.Vault.ActiveRootKeyId == "new");

        await refresher.StopAsync(Token);
    }

    [Fact]
    public async Task A_key_is_sealed_anew_when_it_is_used_after_an_activation()
    {
        await ActivateAsync("new");
        var before = await _server.StoredAsync(_account);

        Assert.Equal(Key, await _server.UseAsync(_account));

        var after = await _server.StoredAsync(_account);
        Assert.Equal(("old", "new"), (before.Secret.RootKeyId, after.Secret.RootKeyId));
        Assert.Equal((before.Generation, before.UpdatedAt, before.Status), (after.Generation, after.UpdatedAt, after.Status));
        Assert.Equal(_server.Vault.Fingerprint(after.Provider, Encoding.ASCII.GetBytes(Key)), after.Fingerprint);
        Assert.Equal(Key, await _server.UseAsync(_account));
    }

    [Fact]
    public async Task A_key_that_the_user_replaces_during_a_rewrap_is_the_users()
    {
        await ActivateAsync("new");
        var documents = _store.Open(ProviderKeyStore.Collection);
        const string Replacement = "fedcba9876543210fedcba9876543210fedcba98";
        var interfered = new InterferedDocuments<ProviderKey>(documents, () => _server.SaveAsync(_account, Replacement));
        var collection = new SealedCollection<ProviderKey>(ProviderKeyStore.Sealed, interfered, _server.Vault);

        Assert.Equal(new RewrapCounts(0, 0, 1), await collection.RewrapAsync("old", 0, 10, Token));

        Assert.Equal(Replacement, await _server.UseAsync(_account));
        Assert.Equal(2, (await _server.StoredAsync(_account)).Generation);
    }

    [Fact]
    public async Task A_key_whose_root_key_is_known_but_not_here_is_not_judged()
    {
        // A server that was asleep through a whole rotation, in the moment before it notices.
        var asleep = new VaultServer(_store, _time, _folder.FullName).With(("old", 1));
        await asleep.RefreshAsync();
        await _server.Rotation.StageAsync((await LoadedAsync("new")), Token);
        await asleep.RefreshAsync();
        var stored = await _server.StoredAsync(_account);
        await _store.Open(ProviderKeyStore.Collection).UpdateAsync(
            stored.Id.ToString(), key => key with { Secret = key.Secret with { RootKeyId = "new" } }, Token);

        await Assert.ThrowsAsync<VaultLockedException>(() => asleep.UseAsync(_account));

        Assert.Equal(KeyStatus.Untested, (await _server.StoredAsync(_account)).Status);
        asleep.Dispose();
    }

    [Fact]
    public async Task One_bad_document_neither_stops_a_rewrap_nor_lets_its_root_key_be_retired()
    {
        for (var i = 0; i < 5; i++)
        {
            await _server.SaveAsync(AccountId.New(), Key);
        }

        var bad = await _server.StoredAsync(_account);
        await _store.Open(ProviderKeyStore.Collection).UpdateAsync(bad.Id.ToString(), key => key with { Generation = 7 }, Token);
        await ActivateAsync("new");

        var report = await _server.RewrapAsync();

        Assert.Equal((5, 1), (report.Rewrapped, report.Remaining));
        Assert.Equal((5, 1), ((await _server.VerifyAsync()).Opened, (await _server.VerifyAsync()).Unreadable));
        Assert.Equal(KeyStatus.NeedsReentry, (await _server.StoredAsync(_account)).Status);
        await Assert.ThrowsAsync<VaultRotationException>(() => _server.Rotation.RetireAsync(null, Token));

        await _server.SaveAsync(_account, Key);
        Assert.Equal(RootKeyState.Retired, (await _server.Rotation.RetireAsync(null, Token)).State);
        Assert.Equal((6, 0), ((await _server.VerifyAsync()).Opened, (await _server.VerifyAsync()).Unreadable));
    }

    private async Task<HealthStatus> HealthAsync() =>
        (await _server.Get<HealthCheckService>().CheckHealthAsync(registration => registration.Name == "vault")).Status;

    private async Task<string> LoadedAsync(string id)
    {
        _server.With(("old", 1), (id, 2));
        await _server.RefreshAsync();
        return id;
    }

    private async Task ActivateAsync(string id)
    {
        await _server.Rotation.StageAsync(await LoadedAsync(id), Token);
        await _server.RefreshAsync();
        await _server.Rotation.ActivateAsync(id, Token);
        await _server.RefreshAsync();
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        return condition();
    });
}
