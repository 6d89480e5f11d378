using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Rotation;

/// <summary>A rotation while two servers run on one storage.</summary>
[Trait("Kind", "Unit")]
public sealed class TwoServerTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-rotation-");
    private readonly ManualTime _time = new();
    private readonly AccountId _account = AccountId.New();
    private readonly InMemoryDocumentStore _store;
    private readonly VaultServer _first;
    private readonly VaultServer _second;

    public TwoServerTests()
    {
        _store = new InMemoryDocumentStore(_time);
        _first = Server().With(("old", 1));
        _second = Server().With(("old", 1));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _first.RefreshAsync();
        await _second.RefreshAsync();
        await _first.SaveAsync(_account, Key);
    }

    public ValueTask DisposeAsync()
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_root_key_is_replaced_without_a_moment_in_which_a_server_cannot_open_a_key()
    {
        await StageOnBothAsync();
        using var lease = await _second.Get<IProviderKeys>().LeaseAsync(_account, VoiceAgent.Core.Providers.ProviderName.Deepgram, Token);

        Assert.Equal(RootKeyState.Active, (await _first.Rotation.ActivateAsync(null, Token)).State);
        await _first.RefreshAsync();

        // The second server has not noticed yet: it seals with the old key and opens what the first one seals with the new one.
        var other = AccountId.New();
        await _first.SaveAsync(other, Key);
        Assert.Equal(("old", "new"), (_second.Vault.ActiveRootKeyId, (await _first.StoredAsync(other)).Secret.RootKeyId));
        Assert.Equal(Key, await _second.UseAsync(other));
        await AssertRefusedAsync(() => _first.Rotation.RetireAsync("old", Token), $"still sealing with the root key old: {_second.NodeId}");

        await _second.RefreshAsync();
        Assert.Equal("new", _second.Vault.ActiveRootKeyId);
        await AssertRefusedAsync(() => _first.Rotation.RetireAsync(null, Token), "still seals 1 in provider_keys");
        var report = await _first.RewrapAsync();
        Assert.Equal((1, 0), (report.Rewrapped, report.Remaining));
        Assert.Equal(RootKeyState.Retired, (await _first.Rotation.RetireAsync(null, Token)).State);

        foreach (var server in new[] { _first, _second })
        {
            server.With(("new", 2));
            await server.RefreshAsync();
            Assert.Equal(Key, await server.UseAsync(_account));
            Assert.False(server.Vault.Has("old"));
        }

        Assert.Equal(Key, lease!.Reveal());
    }

    [Fact]
    public async Task Activation_waits_for_every_running_server_and_names_those_it_waits_for()
    {
        _first.With(("old", 1), ("new", 2));
        await _first.RefreshAsync();
        await _first.Rotation.StageAsync("new", Token);

        await AssertRefusedAsync(
            () => _first.Rotation.ActivateAsync("new", Token), $"1 of 2 running servers have not loaded the root key new: {_second.NodeId}. Bring the key file there");

        _second.With(("old", 1), ("new", 9));
        await _second.RefreshAsync();
        Assert.Contains("holds another root key new than the one that was staged", _second.Vault.State.Warning, StringComparison.Ordinal);
        await AssertRefusedAsync(() => _first.Rotation.ActivateAsync("new", Token), _second.NodeId);

        _second.With(("old", 1), ("new", 2));
        await _second.RefreshAsync();
        Assert.Null(_second.Vault.State.Warning);
        Assert.Equal("new", (await _first.Rotation.ActivateAsync("new", Token)).RootKeyId);
    }

    [Fact]
    public async Task A_server_that_is_gone_does_not_hold_up_the_rotation_for_ever()
    {
        _first.With(("old", 1), ("new", 2));
        await _first.RefreshAsync();
        await _first.Rotation.StageAsync("new", Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _first.RefreshAsync();

        await _first.Rotation.ActivateAsync("new", Token);
        await _second.RefreshAsync();

        // It comes back without the key: it may neither seal nor judge what it cannot open, until the key is there.
        Assert.Contains("has no root key new, which sealed stored keys", _second.Vault.State.LockedBecause, StringComparison.Ordinal);
        _second.With(("old", 1), ("new", 2));
        await _second.RefreshAsync();
        Assert.Equal("new", _second.Vault.ActiveRootKeyId);
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        await _second.Get<VaultRefresher>().StoppedAsync(Token);

        var report = await _first.Get<VaultReporter>().ReportAsync(Token);

        Assert.Equal(_first.NodeId, Assert.Single(report.Nodes).Id);
    }

    [Fact]
    public async Task An_activation_that_was_cut_short_means_the_same_to_every_server_and_is_completed_by_the_next()
    {
        await StageOnBothAsync();
        var records = _store.Open(RootKeyRecord.Collection);
        _time.Advance(TimeSpan.FromSeconds(1));
        await records.UpdateAsync("new", record => record with { State = RootKeyState.Active, ActivatedAt = _time.GetUtcNow() }, Token);

        await _first.RefreshAsync();
        await _second.RefreshAsync();
        Assert.Equal(("new", "new"), (_first.Vault.ActiveRootKeyId, _second.Vault.ActiveRootKeyId));

        await _first.Rotation.ActivateAsync("new", Token);
        Assert.Equal(RootKeyState.Retiring, (await records.FindAsync("old", Token))!.Document.State);
    }

    [Fact]
    public async Task A_clock_that_is_behind_does_not_undo_an_activation()
    {
        await StageOnBothAsync();
        await _store.Open(RootKeyRecord.Collection).UpdateAsync("old", record => record with { ActivatedAt = _time.GetUtcNow().AddDays(1) }, Token);

        await _first.Rotation.ActivateAsync("new", Token);
        await _first.RefreshAsync();

        Assert.Equal("new", _first.Vault.ActiveRootKeyId);
    }

    [Fact]
    public async Task A_retiring_key_may_be_made_active_again_and_a_retired_one_may_not()
    {
        await StageOnBothAsync();
        await _first.Rotation.ActivateAsync("new", Token);
        await _first.Rotation.ActivateAsync("old", Token);
        await _first.RefreshAsync();
        await _second.RefreshAsync();
        Assert.Equal("old", _second.Vault.ActiveRootKeyId);

        await _first.Rotation.RetireAsync("new", Token);

        await AssertRefusedAsync(() => _first.Rotation.ActivateAsync("new", Token), "is retired");
        await AssertRefusedAsync(() => _first.Rotation.RetireAsync("old", Token), "only a retiring key can be retired");
        await AssertRefusedAsync(() => _first.Rotation.StageAsync("new", Token), "is retired already");
    }

    [Fact]
    public async Task The_steps_are_in_the_audit_trail()
    {
        await StageOnBothAsync();
        await _first.Rotation.ActivateAsync(null, Token);
        await _first.RefreshAsync();
        await _second.RefreshAsync();
        await _first.RewrapAsync();
        await _first.Rotation.RetireAsync(null, Token);
        File.Delete(_second.KeyFile);
        using var third = Server();
        await third.RefreshAsync();

        var audit = _first.Get<IAuditTrail>();
        var entries = await audit.ListAsync(null, null, 100, Token);
        Assert.Equal(
            ["vault.key_staged", "vault.key_activated", "key.rewrapped", "vault.key_retired", "vault.locked"],
            entries.Reverse().Select(entry => entry.Event.Name));
        Assert.All(entries.Skip(1), entry => Assert.Equal(AuditActorKind.Operator, entry.Event.Actor.Kind));
        Assert.True((await audit.VerifyAsync(null, Token)).IsIntact);
    }

    private static async Task AssertRefusedAsync(Func<Task> step, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<VaultRotationException>(step)).Message, StringComparison.Ordinal);

    private VaultServer Server() => new(_store, _time, _folder.FullName);

    private async Task StageOnBothAsync()
    {
        _first.With(("old", 1), ("new", 2));
        _second.With(("old", 1), ("new", 2));
        await _first.RefreshAsync();
        await _second.RefreshAsync();
        await _first.Rotation.StageAsync(null, Token);
        Assert.Equal("old", _first.Vault.ActiveRootKeyId);
    }
}
