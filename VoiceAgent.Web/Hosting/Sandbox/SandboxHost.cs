using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>
/// Runs the simulated providers inside this process, or uses those that run elsewhere, and points every provider's address at them. Registered, and started before
/// anything that asks for an address, only where the sandbox is enabled.
/// </summary>
internal sealed partial class SandboxHost(
    IOptions<SandboxModeOptions> settings,
    SandboxEndpoints endpoints,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<SandboxHost> logger) : IHostedLifecycleService
{
    /// <summary>The destination that keys entered in the sandbox are sealed for.</summary>
    public const string Destination = "sandbox";

    private SandboxServer? _server;
    private ISandbox? _sandbox;

    /// <summary>The sandbox that runs in this process.</summary>
    public SandboxServer Server => _server ?? throw new InvalidOperationException("No sandbox runs in this process.");

    /// <summary>The sandbox, wherever it runs.</summary>
    public ISandbox Sandbox => _sandbox ?? throw new InvalidOperationException("The sandbox has not been started yet.");

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _sandbox = settings.Value.Address is { } elsewhere ? new RemoteSandbox(elsewhere) : await StartHereAsync(cancellationToken);
        foreach (var provider in ProviderCatalog.All)
        {
            var address = new Uri(_sandbox.Address, provider.Slug);
            endpoints.Overrides[provider.Name] = new ProviderEndpoint(address, address, Destination);
        }

        foreach (var server in ProviderEndpointSettings.Read(configuration).Servers)
        {
            var address = new Uri(_sandbox.Address, server.RequiresKey ? "compatible/vllm/v1" : "compatible/ollama/v1");
            endpoints.Servers[(ProviderName.Compatible, server.Id)] = new ProviderEndpoint(address, address, Destination);
        }

        LogStarted(_sandbox.Address);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last of all, so that calls that drain still have their providers.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        (_sandbox as IDisposable)?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<ISandbox> StartHereAsync(CancellationToken cancellationToken)
    {
        var options = new SandboxOptions { Port = settings.Value.Port, RealisticDelays = settings.Value.RealisticDelays, Time = time };
        _server = await SandboxServer.StartAsync(options, cancellationToken);
        return new LocalSandbox(_server);
    }

    [LoggerMessage(3001, LogLevel.Information, "The sandbox simulates all providers at {Address}; no real provider is called")]
    private partial void LogStarted(Uri address);
}

/// <summary>The addresses of the simulated providers, filled when the sandbox has started.</summary>
internal sealed class SandboxEndpoints
{
    public ConcurrentDictionary<ProviderName, ProviderEndpoint> Overrides { get; } = new();

    /// <summary>The operator's own servers: simulated too, for nothing real is called.</summary>
    public ConcurrentDictionary<(ProviderName Provider, string Server), ProviderEndpoint> Servers { get; } = new();
}
