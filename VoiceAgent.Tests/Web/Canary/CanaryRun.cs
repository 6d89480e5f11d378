using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sandbox;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// Everything that people do with the app, done once with texts of our own and with every log category opened to Trace as far as the
/// settings allow; what was written down meanwhile is kept for the tests. Telemetry export is switched on, to nowhere.
/// </summary>
public sealed partial class CanaryRun : IAsyncLifetime
{
    internal const string CallerWords = "marzipan lighthouse kangaroo";
    private const string Password = "velvet-canary-Password-71";
    private const string WrongPassword = "wrong-canary-Password-93";
    private const string Greeting = "Turquoise greeting canary speaking.";
    private const string Instructions = "Vermilion instructions canary: be brief.";
    private const string CalledNumber = "+12025558264";
    private const string CallerNumber = "+12025559173";

    private static readonly string[][] FaultWaves =
    [
        ["openai:401#1", "elevenlabs:error#1", "deepgram:garbage#1"],
        ["openai:429#2", "elevenlabs:drop@1#1", "deepgram:drop@1#1", "telnyx:500#1"],
        ["openai:garbage#1", "openai:error@1#1", "openai:500#1", "elevenlabs:garbage#1", "elevenlabs:401#1", "deepgram:500#1", "deepgram:error@1#1"],
        ["deepgram:500"],
        ["elevenlabs:500"],
    ];

    private readonly EverythingLog _log = new();
    private readonly EverythingTelemetry _telemetry = new();
    private readonly EverythingThrown _thrown = new();
    private readonly RecordedMediaTokens _tokens = new();
    private readonly List<CanaryText> _secrets = [];
    private readonly List<CanaryText> _words = [];
    private readonly List<Observed> _pages = [];
    private readonly List<Observed> _answers = [];
    private RunningApp? _app;

    /// <summary>Keys, passwords, cookies and tokens: nowhere but where they are used.</summary>
    internal IReadOnlyList<CanaryText> Secrets => _secrets;

    /// <summary>What people wrote and said, and their numbers: shown to their owner and stored, but never in logs and telemetry.</summary>
    internal IReadOnlyList<CanaryText> Words => _words;

    internal IReadOnlyList<Observed> Logs => _log.Entries;

    internal IReadOnlyList<Observed> Activities => _telemetry.ActivitiesOf(_app!.Address);

    internal IReadOnlyList<Observed> Measurements => _telemetry.Measurements;

    /// <summary>Messages of every exception that was thrown in the process meanwhile, caught or not.</summary>
    internal IReadOnlyList<Observed> Exceptions => _thrown.Messages;

    /// <summary>The HTML of every page as its owner sees it, and what is downloaded from them.</summary>
    internal IReadOnlyList<Observed> Pages => _pages;

    /// <summary>What the key page would show: outcomes and verdicts.</summary>
    internal IReadOnlyList<Observed> Answers => _answers;

    internal IReadOnlyList<Call> Calls { get; private set; } = [];

    private AccountId Owner { get; set; }

    private SandboxServer Sandbox => Get<SandboxHost>().Server;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            Configure,
            "--Sandbox:Enabled=true",
            "--Sandbox:RealisticDelays=false",
            "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1",
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.Components=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.Routing=Trace",
            "--Logging:LogLevel:System.Net.Http.HttpClient=Trace");
        using var browser = await SignInAsync("owner@canary.example");
        Owner = await AccountOfAsync("owner@canary.example");
        await KeepSandboxKeysAsync();
        await KeepDatabaseAsync("keys");
        await MakeAgentAsync();
        await CallAsync([$"Tell me about {CallerWords}", "Thank you, goodbye"], TimeSpan.FromSeconds(90));
        await KeepDatabaseAsync("a call");
        foreach (var wave in FaultWaves)
        {
            await CallWithAsync(wave);
        }

        await UseToolsAsync();
        using var refused = await SignInAsync("refused@canary.example");
        await KeepRefusedKeysAsync(await AccountOfAsync("refused@canary.example"));
        await KeepDatabaseAsync("refused keys");
        await KnockAsync();
        await UseApiAsync("owner@canary.example");
        await KeepDatabaseAsync("the API");
        await ImportAsync("refused@canary.example");
        await ReadPagesAsync(browser);
        KeepCookies(browser);
        KeepCookies(refused);
        await KeepDatabaseAsync("everything");
        await OperateAsync();
        _thrown.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _telemetry.Dispose();
        _thrown.Dispose();
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<IMediaAddress>(provider => _tokens.Around(new MediaAddress(provider.GetRequiredService<PublicAddress>())));
    }

    private T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    private async Task<Browser> SignInAsync(string email)
    {
        using (var first = await _app!.SignUpAsync(email, Password))
        {
            KeepCookies(first);
        }

        var browser = _app.NewBrowser();
        await browser.SignInAsync(email, WrongPassword);
        await browser.SignInAsync(email, Password);
        Assert.True(await browser.IsSignedInAsync());
        _secrets.Add(CanaryText.Secret("the password", Password));
        _secrets.Add(CanaryText.Secret("a wrong password", WrongPassword));
        return browser;
    }

    private async Task<AccountId> AccountOfAsync(string email)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var account = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User.AccountId;
        var token = (await Get<AccountRepository>().FindAsync(account, default))!.WebhookToken;
        _secrets.Add(CanaryText.Secret("a webhook token", token));
        return account;
    }

    private async Task KeepSandboxKeysAsync()
    {
        foreach (var provider in ProviderCatalog.All)
        {
            var key = SandboxKeys.Valid(provider.Slug);
            _secrets.Add(CanaryText.Secret($"the {provider.DisplayName} key", key));
            var publicKey = provider.Name is ProviderName.Telnyx ? Sandbox.Telnyx.PublicKey : null;
            await SaveAndTestAsync(Owner, provider.Name, key, publicKey);
            Assert.True((await Get<IProviderKeys>().ListAsync(Owner, default)).Single(stored => stored.Provider == provider.Name).IsUsable);
        }
    }

    private async Task KeepRefusedKeysAsync(AccountId account)
    {
        using var signer = new SignedWebhook();
        foreach (var provider in ProviderCatalog.All)
        {
            var key = Invented(provider.Name, "a1");
            var replacement = Invented(provider.Name, "b2");
            _secrets.Add(CanaryText.Secret($"the refused {provider.DisplayName} key", key));
            _secrets.Add(CanaryText.Secret($"the replaced {provider.DisplayName} key", replacement));
            var publicKey = provider.Name is ProviderName.Telnyx ? signer.PublicKey : null;
            foreach (var odd in (string[])[$"{key} {key}", $"{key}\r\nX-Injected: yes", $"“{key}”", $"{key}\u200B{key}", $"sk-ant-{key}", key[..6]])
            {
                await SaveAndTestAsync(account, provider.Name, odd, null);
            }

            await SaveAndTestAsync(account, provider.Name, replacement, publicKey);
            await SaveAndTestAsync(account, provider.Name, key, publicKey);
            foreach (var fault in (string[])["429", "500", "drop", "garbage"])
            {
                Sandbox.Faults.Add($"{provider.Slug}.key:{fault}#2");
                Note(provider.Name, await Get<IProviderKeys>().TestAsync(account, provider.Name, default));
                Sandbox.Faults.Clear(provider.Slug);
            }
        }

        await DeliverAsync(account, signer);
        foreach (var provider in ProviderCatalog.All.Where(provider => provider.Name is not ProviderName.Telnyx))
        {
            Assert.True(await Get<IProviderKeys>().DeleteAsync(account, provider.Name, default));
        }
    }

    /// <summary>A key of the usual shape that no provider has given out.</summary>
    private static string Invented(ProviderName provider, string mark) => provider switch
    {
        ProviderName.OpenAI => $"sk-proj-canary{mark}QxZ71RwLmT93VbNk55YpHd28JfGs64",
        ProviderName.Grok => $"xai-canary{mark}KfDs71QxLmT93VbNk55YpHd28JfGs64",
        ProviderName.ElevenLabs => $"sk_ca9a7e{mark}7193552864afbecd7193552864afbecd71935528",
        ProviderName.Telnyx => $"KEYCANARY{mark}71935528640AFBECD719_QxZ71RwLmT93",
        _ => $"{mark}ca9a7e0{(int)provider}7193552864afbecd7193552864afbe",
    };

    private async Task SaveAndTestAsync(AccountId account, ProviderName provider, string key, string? publicKey)
    {
        var outcome = await Get<IProviderKeys>().SaveAsync(account, UserId.New(), provider, new KeyInput { Key = key, WebhookPublicKey = publicKey }, default);
        Note(provider, outcome);
        Note(provider, await Get<IProviderKeys>().TestAsync(account, provider, default));
        Note(provider, string.Join("; ", await Get<IProviderKeys>().ListAsync(account, default)));
    }

    private void Note(ProviderName provider, object? answer) => _answers.Add(new Observed($"answer about the {provider} key", answer?.ToString() ?? string.Empty));

    private async Task MakeAgentAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var agent = new Agent
        {
            Id = AgentId.New(),
            AccountId = Owner,
            Name = "Indigo name canary",
            Instructions = Instructions,
            Greeting = Greeting,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await Get<AgentRepository>().InsertAsync(Owner, agent, default);
        await Get<PhoneLines>().AssignAsync(Owner, CalledNumber, agent.Id, default);
        await Get<SandboxCalls>().ConnectAsync(Owner, CalledNumber, default);
        await Get<INumberImport>().ListAsync(Owner, default);
        _words.AddRange(
        [
            new CanaryText("the agent's name", agent.Name),
            new CanaryText("the instructions", "Vermilion instructions canary"),
            new CanaryText("the greeting", "Turquoise greeting canary"),
            new CanaryText("the caller's words", "marzipan"),
            new CanaryText("the caller's words", "lighthouse"),
            new CanaryText("the agent's words", "demonstration, but"),
            CanaryText.Number("the number called", CalledNumber),
            CanaryText.Number("the caller's number", CallerNumber),
        ]);
    }

    private Task<PhoneReport> CallAsync(IReadOnlyList<string> lines, TimeSpan limit) => Sandbox.Phone.CallAsync(
        new PhoneScript { To = CalledNumber, From = CallerNumber, Lines = lines, Timeout = limit, AnswerTimeout = limit }, default);

    private async Task CallWithAsync(string[] faults)
    {
        foreach (var fault in faults)
        {
            Sandbox.Faults.Add(fault);
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CallAsync([$"Tell me about {CallerWords}"], TimeSpan.FromSeconds(8))));
        Sandbox.Faults.Clear();
        await Eventually.HoldsAsync(() => Get<CallRegistry>().Count == 0);
    }

    /// <summary>Webhooks of every refusal, and one that is accepted and then finds no line and a key that the carrier refuses.</summary>
    private async Task DeliverAsync(AccountId account, SignedWebhook signer)
    {
        using var stranger = new SignedWebhook();
        var token = (await Get<AccountRepository>().FindAsync(account, default))!.WebhookToken;
        var initiated =
            $$$$"""{"data":{"event_type":"call.initiated","id":"{{{{Guid.NewGuid()}}}}","payload":{"call_control_id":"v3:canary","direction":"incoming","from":"{{{{CallerNumber}}}}","to":"{{{{CalledNumber}}}}"}}}""";
        var now = TimeProvider.System.GetUtcNow();
        var statuses = new List<HttpStatusCode>();
        foreach (var delivery in (WebhookDelivery[])
            [
                stranger.Sign(initiated, now), signer.Sign(initiated, now.AddHours(-1)), signer.Sign(initiated, now) with { Signature = null },
                signer.Sign($$"""{"data":"{{CallerNumber}}""", now), signer.Sign(initiated, now),
            ])
        {
            statuses.Add(await PostAsync(token, delivery));
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.OK], statuses);
        await Eventually.GetAsync(async () => await Get<CallRepository>().CountAsync(account, default) > 0 ? "rejected" : null);
    }

    private async Task<HttpStatusCode> PostAsync(string token, WebhookDelivery delivery)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(delivery.Body.ToArray());
        content.Headers.Add("telnyx-timestamp", delivery.Timestamp);
        if (delivery.Signature is { } signature)
        {
            content.Headers.Add("telnyx-signature-ed25519", signature);
        }

        using var response = await http.PostAsync(new Uri(_app!.Address, $"/hooks/telnyx/{token}"), content);
        return response.StatusCode;
    }

    /// <summary>The doors of telephony with what does not open them.</summary>
    private async Task KnockAsync()
    {
        Assert.NotEmpty(_tokens.Given);
        var used = _tokens.Given[^1];
        var unknown = "b51ec0ffee7d" + new string('c', 36) + "a9a7e71935528640";
        _secrets.AddRange(_tokens.Given.Append(unknown).Select(token => CanaryText.Secret("a media token", token)));
        foreach (var token in (string[])[used, unknown])
        {
            using var socket = new ClientWebSocket();
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(_app!.Address, $"/media/telnyx/{token}")) { Scheme = "ws" }.Uri, default));
            using var http = new HttpClient();
            using var plain = await http.GetAsync(new Uri(_app!.Address, $"/media/telnyx/{token}"));
            Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        }
    }

    private async Task ReadPagesAsync(Browser browser)
    {
        Calls = await Get<CallRepository>().ListAsync(Owner, 0, 50, default);
        var agent = Assert.Single(await Get<AgentRepository>().ListAsync(Owner, default));
        foreach (var path in (string[])
            [
                "/", "/settings", "/settings/audit", "/account/tokens", "/agents", "/agents/new", $"/agents/{agent.Id}", "/numbers", "/calls", "/calls/live",
                "/account", "/account/change-password", "/account/two-factor", "/account/passkeys", "/account/sessions", "/account/confirm",
                "/account/sign-in", "/account/sign-up", "/not-found", "/error", "/no-such-page", "/health", .. Calls.Select(call => $"/calls/{call.Id}"), .. Calls.Select(call => $"/calls/{call.Id}/log"),
            ])
        {
            using var response = await browser.Http.GetAsync(new Uri(path, UriKind.Relative));
            _pages.Add(new Observed($"page {path}", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync())));
        }
    }

    private void KeepCookies(Browser browser)
    {
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            _secrets.Add(new CanaryText($"the cookie {cookie.Name}", cookie.Value));
        }
    }
}

/// <summary>Remembers the one-use tokens of the media sockets.</summary>
internal sealed class RecordedMediaTokens : IMediaAddress
{
    private readonly Lock _gate = new();
    private readonly List<string> _given = [];
    private IMediaAddress? _inner;

    public IReadOnlyList<string> Given
    {
        get
        {
            lock (_gate)
            {
                return [.. _given];
            }
        }
    }

    public IMediaAddress Around(IMediaAddress inner)
    {
        _inner = inner;
        return this;
    }

    public Uri For(string token)
    {
        lock (_gate)
        {
            _given.Add(token);
        }

        return _inner!.For(token);
    }
}
