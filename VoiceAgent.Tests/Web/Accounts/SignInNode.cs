using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Core.Keys;
using VoiceAgent.Web.Hosting.Settings;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Accounts;

/// <summary>One server's sign-in over a storage that others may share.</summary>
internal sealed class SignInNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="store">Stays the caller's.</param>
    public SignInNode(IDocumentStore store, TimeProvider time, IPasswordHasher<UserIdentity> hasher)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddSingleton<IDocumentStore>(_ => new SharedStore(store));
        services.AddSingleton(TestVault.Open());
        services.AddUserAccounts();
        services.AddDocuments(AuditEntry.Collection);
        services.AddAuditTrail();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
        services.AddSignIn();
        services.AddSingleton(Options.Create(new HostingOptions { SignInsPerAccountPerMinute = 1000 }));
        services.AddSingleton(hasher);
        _services = services.BuildServiceProvider();
    }

    public IDocuments<User> Users => _services.GetRequiredService<IDocuments<User>>();

    public async Task<User> RegisterAsync(string email, string password)
    {
        await using var scope = _services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Registration>().CreateAsync(email, password, isDemo: false, CancellationToken.None)).User!.User;
    }

    public async Task<(SignInOutcome Outcome, HttpContext Context)> AttemptAsync(string email, string password)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        var outcome = await scope.ServiceProvider.GetRequiredService<PasswordSignIn>().SignInAsync(email, password, CancellationToken.None);
        return (outcome, context);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Is not disposed with the services of one node.</summary>
    private sealed class SharedStore(IDocumentStore store) : IDocumentStore
    {
        public IDocuments<T> Open<T>(DocumentCollection<T> collection)
            where T : class => store.Open(collection);

        public Task CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);
    }
}
