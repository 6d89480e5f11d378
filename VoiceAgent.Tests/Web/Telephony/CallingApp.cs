using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting.Sandbox;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>The real application on its own sandbox, with accounts whose numbers the simulated phone can ring.</summary>
public sealed class CallingApp : IAsyncLifetime
{
    /// <summary>The four providers of a call.</summary>
    public static readonly string[] Slugs = ["deepgram", "openai", "elevenlabs", "telnyx"];

    private RunningApp _app = null!;

    public RunningApp App => _app;

    public SandboxServer Sandbox => Get<SandboxHost>().Server;

    public static async Task<CallingApp> StartAsync(params string[] args)
    {
        var app = new CallingApp();
        await app.StartCoreAsync(null, args);
        return app;
    }

    public async ValueTask InitializeAsync() => await StartCoreAsync(null, []);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>An account with sandbox keys and an agent that answers <paramref name="number"/>, which rings at this application.</summary>
    public async Task<Owner> OwnerAsync(string number, Action<OwnerSetup>? configure = null)
    {
        var setup = new OwnerSetup();
        configure?.Invoke(setup);
        var owner = await Owner.CreateAsync(_app.Services, number, setup, Sandbox.Telnyx.PublicKey);
        await ConnectAsync(owner);
        return owner;
    }

    /// <summary>Lets the owner's number ring at this application.</summary>
    public async Task ConnectAsync(Owner owner) =>
        Sandbox.Telnyx.Connect(owner.Number, await Get<IWebhookAddress>().ForAsync(owner.Account, CancellationToken.None));

    /// <summary>A short call in which the caller says each line.</summary>
    public Task<PhoneReport> CallAsync(Owner owner, params string[] lines) => CallAsync(Script(owner, lines));

    public Task<PhoneReport> CallAsync(PhoneScript script) => Sandbox.Phone.CallAsync(script, CancellationToken.None);

    public static PhoneScript Script(Owner owner, params string[] lines) => new()
    {
        To = owner.Number,
        Lines = lines,
        AgentSilence = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(40),
    };

    /// <summary>The owner's only call, once it has ended and is saved.</summary>
    public Task<Call> EndedCallAsync(Owner owner) => owner.EndedCallAsync(_app.Services);

    /// <summary>The owner's live call with at least one settled word in its transcript.</summary>
    public async Task<LiveCall> TalkingAsync(Owner owner)
    {
        using var watch = Get<CallRegistry>().Watch(owner.Account);
        if (watch.Now.FirstOrDefault(Talks) is { } already)
        {
            return already;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (true)
        {
            var live = await watch.Changes.ReadAsync(deadline.Token);
            if (Talks(live))
            {
                return live;
            }
        }

        static bool Talks(LiveCall live) => live.Call.Transcript.Count > 0;
    }

    private async Task StartCoreAsync(Action<WebApplicationBuilder>? configure, string[] args) =>
        _app = await RunningApp.StartAsync(configure, ["--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false", .. args]);
}

/// <summary>What is different about an owner.</summary>
public sealed class OwnerSetup
{
    public AgentBuilder Agent { get; } = new AgentBuilder().WithGreeting("Hello.");

    public bool HasAgent { get; set; } = true;

    /// <summary>The keys by slug; null is none.</summary>
    public Dictionary<string, string?> Keys { get; } = CallingApp.Slugs.ToDictionary(slug => slug, slug => (string?)SandboxKeys.Valid(slug));

    /// <summary>Whether the keys are tested when they are stored, as the settings page does.</summary>
    public bool AreTested { get; set; }
}

/// <summary>Somebody whose calls are answered.</summary>
public sealed record Owner(AccountId Account, string WebhookToken, string Number)
{
    public static async Task<Owner> CreateAsync(IServiceProvider services, string number, OwnerSetup setup, string publicKey)
    {
        var account = await services.GetRequiredService<AccountRepository>().CreateAsync("owner@example.com", isDemo: false, CancellationToken.None);
        var keys = services.GetRequiredService<IProviderKeys>();
        foreach (var provider in ProviderCatalog.All)
        {
            if (setup.Keys.GetValueOrDefault(provider.Slug) is { } key)
            {
                var input = new KeyInput { Key = key, WebhookPublicKey = provider.Name is ProviderName.Telnyx ? publicKey : null };
                var saved = await keys.SaveAsync(account.Id, UserId.New(), provider.Name, input, CancellationToken.None);
                Assert.True(saved.Saved, saved.KeyProblem);
                if (setup.AreTested)
                {
                    await keys.TestAsync(account.Id, provider.Name, CancellationToken.None);
                }
            }
        }

        var agent = setup.Agent.With(agent => agent with { AccountId = account.Id }).Build();
        await services.GetRequiredService<AgentRepository>().InsertAsync(account.Id, agent, CancellationToken.None);
        await services.GetRequiredService<PhoneLines>().AssignAsync(account.Id, number, setup.HasAgent ? agent.Id : null, CancellationToken.None);
        return new Owner(account.Id, account.WebhookToken, number);
    }

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<Call>> CallsAsync(IServiceProvider services) =>
        services.GetRequiredService<CallRepository>().ListAsync(Account, 0, 100, CancellationToken.None);

    /// <summary>The owner's only call, once it has ended and is saved.</summary>
    public Task<Call> EndedCallAsync(IServiceProvider services) =>
        Eventually.GetAsync(async () => (await CallsAsync(services)).SingleOrDefault() is { EndedAt: not null } call ? call : null);
}
