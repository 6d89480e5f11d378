using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>The real key service over an open vault, storage in memory and a provider that answers what a test says.</summary>
internal sealed class ProviderKeyRig : IDisposable
{
    private readonly AnsweringKeyTest[] _tests = [.. Enum.GetValues<ProviderName>().Select(provider => new AnsweringKeyTest(provider))];

    private readonly NoticeBoard _notices;
    private readonly AuditTrail _trail;

    public ProviderKeyRig(Func<IDocuments<ProviderKey>, IDocuments<ProviderKey>>? decorate = null, KeyTestOptions? limits = null)
    {
        Documents = new InMemoryDocuments<ProviderKey>(ProviderKeyStore.Collection, Time);
        Notices = new InMemoryDocuments<AccountNotice>(AccountNotice.Collection, Time);
        _notices = new NoticeBoard(Notices, Time);
        _trail = new AuditTrail(Audit, Time);
        Accounts = new AccountRepository(new InMemoryDocuments<Account>(AccountRepository.Collection, Time), Time);
        Limits = limits ?? new KeyTestOptions();
        Service = new KeyParts(this, decorate?.Invoke(Documents) ?? Documents, ProviderEndpoints.Public);
    }

    public static string PublicKey => "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    public static string OtherPublicKey { get; } = Convert.ToBase64String(new byte[32]);

    public ManualTime Time { get; } = new();

    public KeyVault Vault { get; } = TestVault.Open();

    public IDocuments<ProviderKey> Documents { get; }

    public AccountRepository Accounts { get; }

    /// <summary>The key service and its parts, over the public addresses.</summary>
    public KeyParts Service { get; }

    public IProviderKeys Keys => Service.Keys;

    public KeyTestOptions Limits { get; }

    public InMemoryDocuments<AuditEntry> Audit { get; } = new(AuditEntry.Collection, TimeProvider.System);

    public InMemoryDocuments<AccountNotice> Notices { get; }

    public IAuditTrail Trail => _trail;

    public INotices NoticeBoard => _notices;

    /// <summary>What looks at keys that were refused on a call.</summary>
    public KeyFailureHandler Failures() => Service.Failures;

    public AccountId Account { get; } = AccountId.New();

    public UserId User { get; } = UserId.New();

    /// <summary>The same stored keys seen by an installation that reaches every provider at the sandbox.</summary>
    public IProviderKeys InSandbox()
    {
        var sandbox = new ProviderEndpoint(new Uri("http://127.0.0.1:5/x"), new Uri("http://127.0.0.1:5/x"), "sandbox");
        return At(new ProviderEndpoints(Enum.GetValues<ProviderName>().ToDictionary(name => name, _ => sandbox)));
    }

    /// <summary>The same stored keys seen by an installation with these addresses.</summary>
    public IProviderKeys At(ProviderEndpoints endpoints) => new KeyParts(this, Documents, endpoints).Keys;

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

    /// <summary>What an open notice says, by code.</summary>
    public async Task<IReadOnlyList<string>> OpenNoticesAsync() =>
        [.. (await _notices.ListOpenAsync(Account, CancellationToken.None)).Select(notice => notice.Code)];

    /// <summary>Names and results of the account's audit entries, oldest first.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync() =>
    [
        .. (await _trail.ListAsync(Account, before: null, take: 1000, CancellationToken.None)).Reverse()
            .Select(entry => entry.Event.Result is null ? entry.Event.Name : $"{entry.Event.Name} {entry.Event.Result}"),
    ];

    public void Dispose()
    {
        _trail.Dispose();
        Vault.Dispose();
    }

    /// <summary>The parts of the key service as the host puts them together.</summary>
    internal sealed class KeyParts
    {
        public KeyParts(ProviderKeyRig rig, IDocuments<ProviderKey> documents, ProviderEndpoints endpoints)
        {
            var options = Options.Create(rig.Limits);
            var trail = new KeyTrail(rig._trail);
            var alarm = new KeyAlarm(rig._notices);
            Store = new ProviderKeyStore(documents, rig.Vault, endpoints, rig.Time, options, NullLogger<ProviderKeyStore>.Instance);
            var gate = new KeyTestGate(Store, rig.Accounts, new KeyTestLimits(options, rig.Time), trail, options, rig.Time);
            Tester = new KeyTester(Store, rig._tests, gate, trail, alarm, rig.Time);
            Keys = new ProviderKeys(Store, new KeyWriter(Store, trail, alarm, rig.Time), Tester, trail, alarm);
            Failures = new KeyFailureHandler(Store, Tester, trail, alarm);
            Daily = new DailyKeyTests(Store, Tester, new KeyReminders(Store, alarm, trail), rig.Vault, rig.Time, NullLogger<DailyKeyTests>.Instance);
        }

        public ProviderKeyStore Store { get; }

        public KeyTester Tester { get; }

        public IProviderKeys Keys { get; }

        public KeyFailureHandler Failures { get; }

        public DailyKeyTests Daily { get; }
    }

    /// <summary>A clock that stands until it is moved; whoever waits moves it, and waits no longer than that takes.</summary>
    internal sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
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
