using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Core.Accounts;
using VoiceAgent.Tests.Core.Keys.Fernet;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Legacy;

/// <summary>The import over a file of our own, with accounts, vault and storage in memory.</summary>
internal sealed class LegacyRig : IAsyncDisposable
{
    public const string Owner = "owner@legacy.example";

    private static readonly byte[] FernetKey = FernetTokens.Derive("old-jwt-secret", "old-salt", 1000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-legacy-");
    private readonly AccountsFixture _accounts = new();

    public LegacyRig()
    {
        Documents = new InMemoryDocuments<ProviderKey>(ProviderKeyStore.Collection, _accounts.Clock);
        var store = new ProviderKeyStore(Documents, Vault, ProviderEndpoints.Public, _accounts.Clock, Options.Create(new KeyTestOptions()), NullLogger<ProviderKeyStore>.Instance);
        Store = store;
        Audit = new AuditTrail(new InMemoryDocuments<AuditEntry>(AuditEntry.Collection, _accounts.Clock), _accounts.Clock);
        Records = new InMemoryDocuments<LegacyImportRecord>(LegacyImportRecord.Collection, _accounts.Clock);
        var scopes = _accounts.Scope.ServiceProvider.GetRequiredService<IServiceScopeFactory>();
        Import = new LegacyImport(new LegacyKeyWriter(store, Records, Audit, _accounts.Clock), new LegacyOwners(scopes), Vault, _ => Task.CompletedTask, [new JsonLegacyStore()]);
    }

    public KeyVault Vault { get; } = TestVault.Open();

    public ProviderKeyStore Store { get; }

    public IDocuments<ProviderKey> Documents { get; }

    public IDocuments<LegacyImportRecord> Records { get; }

    public AuditTrail Audit { get; }

    public ILegacyImport Import { get; }

    public static string PublicKey => "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    public static string Token(string key, DateTimeOffset when = default) => FernetTokens.Make(FernetKey, key, when);

    public async Task<AccountId> RegisterAsync(string email = Owner) => (await _accounts.RegisterAsync(email)).User.AccountId;

    public string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Everything in the file to one owner, unless told otherwise.</summary>
    public LegacyImportPlan Plan(string content, bool dryRun = false, string? owner = Owner, string? users = null, string? onlyUser = null, bool inactive = false, LegacyFieldMap? fields = null) => new()
    {
        Source = Write("api_keys.json", content),
        Secrets = [Encoding.UTF8.GetBytes("old-jwt-secret")],
        Derivation = new FernetKeyOptions { Salts = [Encoding.UTF8.GetBytes("old-salt")], Iterations = [1000] },
        OwnerEmail = owner,
        UsersSource = users is null ? null : Write("users.json", users),
        OnlyUser = onlyUser,
        IncludesInactive = inactive,
        IsDryRun = dryRun,
        Fields = fields ?? new LegacyFieldMap(),
    };

    public Task<LegacyReport> RunAsync(string content, bool dryRun = false) => Import.RunAsync(Plan(content, dryRun), CancellationToken.None);

    public async Task<ProviderKey?> StoredAsync(AccountId account, ProviderName provider) => (await Store.FindAsync(account, provider, CancellationToken.None))?.Document;

    public async Task<string?> OpenedAsync(AccountId account, ProviderName provider)
    {
        if (await StoredAsync(account, provider) is not { } stored)
        {
            return null;
        }

        using var lease = await Store.OpenAsync(stored, CancellationToken.None);
        return lease?.Reveal();
    }

    /// <summary>What a user does who enters a key on the page.</summary>
    public async Task EnterAsync(AccountId account, ProviderName provider, string key)
    {
        var notices = new NoticeBoard(new InMemoryDocuments<AccountNotice>(AccountNotice.Collection, _accounts.Clock), _accounts.Clock);
        var writer = new KeyWriter(Store, new KeyTrail(Audit), new KeyAlarm(notices), _accounts.Clock);
        var owner = new KeyOwner(account, AuditActor.Of(UserId.New()), provider);
        Assert.True((await writer.SaveAsync(owner, new KeyInput { Key = key }, CancellationToken.None)).Saved);
    }

    public async ValueTask DisposeAsync()
    {
        await _accounts.DisposeAsync();
        Vault.Dispose();
        Audit.Dispose();
        _folder.Delete(recursive: true);
    }
}
