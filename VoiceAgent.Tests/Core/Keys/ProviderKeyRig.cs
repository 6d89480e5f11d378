using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>The real key service over an open vault, storage in memory and a provider that answers what a test says.</summary>
internal sealed class ProviderKeyRig : IDisposable
{
    private readonly AnsweringKeyTest[] _tests = [.. Enum.GetValues<ProviderName>().Select(provider => new AnsweringKeyTest(provider))];

    public ProviderKeyRig(Func<IDocuments<ProviderKey>, IDocuments<ProviderKey>>? decorate = null)
    {
        Documents = new InMemoryDocuments<ProviderKey>(ProviderKeyStore.Collection, Time);
        Keys = Create(decorate?.Invoke(Documents) ?? Documents, ProviderEndpoints.Public);
    }

    public static string PublicKey => "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    public static string OtherPublicKey { get; } = Convert.ToBase64String(new byte[32]);

    public ManualTime Time { get; } = new();

    public KeyVault Vault { get; } = TestVault.Open();

    public IDocuments<ProviderKey> Documents { get; }

    public IProviderKeys Keys { get; }

    public InMemoryDocuments<AuditEntry> Audit { get; } = new(AuditEntry.Collection, TimeProvider.System);

    /// <summary>What looks at keys that were refused on a call.</summary>
    public KeyFailureHandler Failures()
    {
        var store = new ProviderKeyStore(Documents, Vault, ProviderEndpoints.Public, Time, NullLogger<ProviderKeyStore>.Instance);
        return new KeyFailureHandler(store, new KeyTester(store, _tests, Time), new AuditTrail(Audit, Time));
    }

    public AccountId Account { get; } = AccountId.New();

    public UserId User { get; } = UserId.New();

    /// <summary>The same stored keys seen by an installation that reaches every provider at the sandbox.</summary>
    public IProviderKeys InSandbox()
    {
        var sandbox = new ProviderEndpoint(new Uri("http://127.0.0.1:5/x"), new Uri("http://127.0.0.1:5/x"), "sandbox");
        return Create(Documents, new ProviderEndpoints(Enum.GetValues<ProviderName>().ToDictionary(name => name, _ => sandbox)));
    }

    public AnsweringKeyTest Test(ProviderName provider) => _tests[(int)provider];

    public Task<SaveKeyOutcome> SaveAsync(ProviderName provider, string? key, string? publicKey = null) =>
        Keys.SaveAsync(Account, User, provider, new KeyInput { Key = key, WebhookPublicKey = publicKey }, CancellationToken.None);

    public Task<KeyTestResult?> TestAsync(ProviderName provider) => Keys.TestAsync(Account, provider, CancellationToken.None);

    public Task<KeyLease?> LeaseAsync(ProviderName provider) => Keys.LeaseAsync(Account, provider, CancellationToken.None);

    public async Task<ProviderKeyInfo> InfoAsync(ProviderName provider) =>
        (await Keys.ListAsync(Account, CancellationToken.None)).Single(key => key.Provider == provider);

    public async Task<ProviderKey> StoredAsync(ProviderName provider)
    {
        var account = Account;
        var query = new DocumentQuery<ProviderKey> { Where = key => key.AccountId == account && key.Provider == provider };
        return (await Documents.QueryAsync(query, CancellationToken.None)).Single().Document;
    }

    public async Task ChangeAsync(ProviderName provider, Func<ProviderKey, ProviderKey> change) =>
        await Documents.UpdateAsync((await StoredAsync(provider)).Id.ToString(), change, CancellationToken.None);

    public void Dispose() => Vault.Dispose();

    private ProviderKeys Create(IDocuments<ProviderKey> documents, ProviderEndpoints endpoints)
    {
        var store = new ProviderKeyStore(documents, Vault, endpoints, Time, NullLogger<ProviderKeyStore>.Instance);
        return new ProviderKeys(store, new KeyWriter(store, Time), new KeyTester(store, _tests, Time));
    }

    /// <summary>A clock that stands until it is moved.</summary>
    internal sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A provider that gives one answer and remembers the keys it saw.</summary>
    internal sealed class AnsweringKeyTest(ProviderName provider) : IKeyTest
    {
        public ProviderName Provider { get; } = provider;

        public KeyTestResult Answer { get; set; } = new(KeyVerdict.Valid, "Accepted.");

        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public List<string> Seen { get; } = [];

        public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
        {
            Seen.Add(key.Reveal());
            await Meanwhile();
            return Answer;
        }
    }
}
