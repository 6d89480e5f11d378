using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Core.Keys;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Accounts;

/// <summary>Accounts over documents in memory, with a clock that is moved by hand and a hasher that counts.</summary>
public sealed class AccountsFixture : IAsyncDisposable
{
    public const string Email = "Ada@Example.com";
    public const string Password = "quiet river under stones";

    private readonly ServiceProvider _services;

    public AccountsFixture(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IDocumentStore, InMemoryDocumentStore>();
        services.AddSingleton(TestVault.Open());
        services.AddUserAccounts();
        services.AddDocuments(AuditEntry.Collection);
        services.AddAuditTrail();
        services.AddSingleton<IPasswordHasher<UserIdentity>>(Hasher);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        Scope = _services.CreateAsyncScope();
    }

    public ManualClock Clock { get; } = new();

    public CountingHasher Hasher { get; } = new();

    public AsyncServiceScope Scope { get; }

    public Users Users => Scope.ServiceProvider.GetRequiredService<Users>();

    public UserStore Store => Scope.ServiceProvider.GetRequiredService<UserStore>();

    public Registration Registration => Scope.ServiceProvider.GetRequiredService<Registration>();

    public AccountRepository Accounts => Scope.ServiceProvider.GetRequiredService<AccountRepository>();

    public UserSessions Sessions => Scope.ServiceProvider.GetRequiredService<UserSessions>();

    public SecondFactors Factors => Scope.ServiceProvider.GetRequiredService<SecondFactors>();

    public PasskeyRepository Passkeys => Scope.ServiceProvider.GetRequiredService<PasskeyRepository>();

    public IDocuments<Account> AccountDocuments => Scope.ServiceProvider.GetRequiredService<IDocuments<Account>>();

    public IDocuments<User> UserDocuments => Scope.ServiceProvider.GetRequiredService<IDocuments<User>>();

    public AsyncServiceScope NewScope() => _services.CreateAsyncScope();

    public async Task<UserIdentity> RegisterAsync(string email = Email)
    {
        var result = await Registration.CreateAsync(email, Password, isDemo: false, CancellationToken.None);
        return result.User ?? throw new InvalidOperationException(result.Problem);
    }

    public async Task<User> StoredAsync(UserIdentity user) => (await UserDocuments.FindAsync(user.User.Id.ToString(), CancellationToken.None))!.Document;

    public async ValueTask DisposeAsync()
    {
        await Scope.DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>A clock that stands still until it is moved.</summary>
    public sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }

    /// <summary>Compares plainly and counts how often it was asked.</summary>
    public sealed class CountingHasher : IPasswordHasher<UserIdentity>
    {
        private int _checks;

        public int Checks => Volatile.Read(ref _checks);

        public string HashPassword(UserIdentity user, string password) => "hash of " + password;

        public PasswordVerificationResult VerifyHashedPassword(UserIdentity user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _checks);
            return hashedPassword == "hash of " + providedPassword ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
        }
    }
}
