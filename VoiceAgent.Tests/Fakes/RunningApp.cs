using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Tests.Fakes.Mongo;
using VoiceAgent.Tests.Suite;
using VoiceAgent.Web;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// The real application on a free port of 127.0.0.1, with its files in a folder of its own. Disposing stops it and fails the test if the
/// server logged an error. With <c>VOICEAGENT_TEST_STORAGE=mongo</c> the documents are in the run's MongoDB instead. As a class fixture it starts with the defaults; a test that needs other settings calls <see cref="StartAsync"/>.
/// </summary>
public sealed class RunningApp : IAsyncLifetime
{
    private readonly ErrorLog _errors = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceagent-test-").FullName;
    private MongoTestDatabase? _mongo;
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("The application is not started.");

    /// <summary>Where the application keeps its database and key file.</summary>
    public string Folder => _folder;

    /// <summary>The setting under which another program finds the same documents.</summary>
    public string StorageSetting => _mongo is null ? $"--Storage:Path={Path.Combine(_folder, "voiceagent.db")}" : $"--Storage:MongoUri={_mongo.Uri}";

    /// <summary>Every document that is in MongoDB, as the bytes it is stored in, one character each; the others are in <see cref="Folder"/>.</summary>
    public async Task<IReadOnlyList<string>> ReadMongoAsync() => _mongo is null ? [] : await _mongo.ReadAsync();

    /// <summary>Errors logged so far, each with its exception.</summary>
    public IReadOnlyList<string> Errors => _errors.Snapshot();

    /// <summary>Settings from <paramref name="args"/>, such as <c>--Sandbox:Enabled=true</c>, come after the defaults of this class and win.</summary>
    public static async Task<RunningApp> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        var app = new RunningApp();
        try
        {
            await app.StartCoreAsync(configure, args);
            return app;
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync() => await StartCoreAsync(null, []);

    /// <summary>A browser with cookies of its own that follows redirects within the application.</summary>
    public Browser NewBrowser() => new(Address);

    /// <summary>A browser in which a new user has just signed up, by the real form.</summary>
    public async Task<Browser> SignUpAsync(string? email = null, string password = Browser.Password)
    {
        var browser = NewBrowser();
        await browser.SignUpAsync(email ?? $"{Guid.NewGuid():N}@example.com", password);
        return browser;
    }

    /// <summary>Takes note of errors a test provokes on purpose.</summary>
    public void ForgetErrors() => _errors.Clear();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Assert.True(Errors.Count == 0, "The server logged errors:\n" + string.Join(Environment.NewLine, Errors));
    }

    private async Task StartCoreAsync(Action<WebApplicationBuilder>? configure, string[] args)
    {
        var keepsOwnStorage = args.Any(arg => arg.StartsWith("--Storage:", StringComparison.Ordinal));
        _mongo = !keepsOwnStorage && Environment.GetEnvironmentVariable("VOICEAGENT_TEST_STORAGE") == "mongo" ? MongoServer.NewDatabase() : null;
        string[] defaults =
        [
            "--environment=Development",
            "--urls=http://127.0.0.1:0",
            "--Sandbox:Enabled=false",
            StorageSetting,
            $"--Vault:KeyFile={Path.Combine(_folder, "vault-keys.json")}",
            "--Hosting:AccountFormsPerMinute=100000",
            "--Hosting:SignUpsPerHour=100000",

            // Many applications in one test process would use up the machine's file watchers.
            "--hostBuilder:reloadConfigOnChange=false",
            .. BusyMachine.Settings,
        ];
        _app = WebApp.Create([.. defaults, .. args], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(_errors);
            configure?.Invoke(builder);
        });
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    private async Task StopAsync()
    {
        if (_app is not null)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
            await _app.StopAsync(patience.Token);
            await _app.DisposeAsync();
        }

        if (_mongo is not null)
        {
            await _mongo.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<string> _entries = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (_lock)
                {
                    _entries.Add($"{formatter(state, exception)} {exception}");
                }
            }
        }

        public IReadOnlyList<string> Snapshot()
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }

        public void Clear()
        {
            lock (_lock)
            {
                _entries.Clear();
            }
        }

        public void Dispose()
        {
        }
    }
}
