using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VoiceAgent.Sandbox.Demo;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Phone.Callees;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Tools;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox;

/// <summary>
/// All simulated providers on one loopback address, each under its own path (<c>/deepgram</c>, <c>/openai</c>, …), and the
/// simulated phone. Start it, point the providers' base addresses at <see cref="AddressOf"/>, dispose it. Thread-safe.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxState _state;
    private readonly CancellationTokenSource _stopping;

    private SandboxServer(WebApplication app, SandboxState state, CancellationTokenSource stopping)
    {
        _app = app;
        _state = state;
        _stopping = stopping;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>http://127.0.0.1:port.</summary>
    public Uri Address { get; }

    /// <summary>How the simulated providers misbehave; may be changed at any time and holds for connections opened afterwards.</summary>
    public FaultBoard Faults => _state.Faults;

    /// <summary>What the simulated callers say.</summary>
    public UtteranceIndex Utterances => _state.Utterances;

    /// <summary>The voice of the simulated callers and of the simulated text-to-speech providers.</summary>
    public IVoice Voice => _state.Voice;

    /// <summary>What the simulated text-to-speech providers have said; the simulated phone understands the agent by it.</summary>
    public UtteranceIndex AgentUtterances => _state.AgentUtterances;

    /// <summary>The simulated carrier: its numbers, which app each one calls, and the public key of its webhooks.</summary>
    public TelnyxSimulator Telnyx => _state.Telnyx;

    /// <summary>Calls the numbers of <see cref="Telnyx"/>.</summary>
    public SimulatedPhone Phone => _state.Phone;

    /// <summary>Whom the numbers that agents call belong to.</summary>
    public SimulatedCallees Callees => _state.Callees;

    /// <summary>The server behind the agents' tools.</summary>
    public ShopTool Tool => _state.Tool;

    /// <summary>The requests and sockets seen so far.</summary>
    public SandboxRecord Recorded => _state.Recorded;

    /// <summary>Base address of a provider's HTTP API and sockets, by its slug.</summary>
    public Uri AddressOf(string slug) => new(Address, slug);

    /// <exception cref="FormatException">A fault script of <paramref name="options"/> cannot be read.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var faults = new FaultBoard(options.Time);
        foreach (var script in options.Faults)
        {
            faults.Add(script);
        }

        var stopping = new CancellationTokenSource();
        var telnyx = new TelnyxSimulator(options.Time, faults);
        WebApplication? app = null;
        try
        {
            var voice = VoiceFinder.Find(options);
            var utterances = new UtteranceIndex();
            var agentUtterances = new UtteranceIndex();
            var callees = new SimulatedCallees(voice, utterances, agentUtterances, options.RealisticDelays);
            telnyx.Dialler.Callees = callees;
            var state = new SandboxState
            {
                Callees = callees,
                Options = options,
                Voice = new RememberingVoice(voice, agentUtterances),
                Utterances = utterances,
                AgentUtterances = agentUtterances,
                Telnyx = telnyx,
                Phone = new SimulatedPhone(telnyx, voice, utterances, agentUtterances, options.Time),
                Faults = faults,
                Recorded = new SandboxRecord(options.Time),
                Stopping = stopping.Token,
            };
            app = Build(state);
            await app.StartAsync(cancellationToken);
            return new SandboxServer(app, state, stopping);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            await telnyx.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _state.Telnyx.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        (_state.Voice as IDisposable)?.Dispose();
        _stopping.Dispose();
    }

    // The empty builder reads neither settings files nor environment: inside the web app both would be the web app's own.
    private static WebApplication Build(SandboxState state)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, state.Options.Port);
        });
        builder.Services.AddRoutingCore();
        DemoPart.AddServices(builder.Services);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        app.Use(TappedUpgrade.Put);
        app.UseWebSockets();
        if (state.Options.InterceptAsync is { } interceptAsync)
        {
            app.Use(async (http, next) =>
            {
                if (!await interceptAsync(http))
                {
                    await next(http);
                }
            });
        }

        app.UseRouting();
        foreach (var part in SandboxParts.All(state))
        {
            part.Map(app.MapGroup('/' + part.Slug));
        }

        return app;
    }
}
