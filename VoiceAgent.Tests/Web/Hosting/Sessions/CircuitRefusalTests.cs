using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Tests.Web.Hosting.Sessions;

[Trait("Kind", "Host")]
public sealed class CircuitRefusalTests
{
    [Fact]
    public async Task The_server_refuses_a_connection_beyond_the_limit_and_counts_one_that_is_closed()
    {
        await using var app = await RunningApp.StartAsync(null, "--Hosting:CircuitsPerUser=1");
        var limit = app.Services.GetRequiredService<CircuitLimit>();
        using var first = await ConnectAsync(app.Address);
        await Eventually.HoldsAsync(() => limit.Open == 1);
        using var second = await ConnectAsync(app.Address);

        Assert.True(await IsClosedByServerAsync(second));
        Assert.Equal(1, limit.Open);
        first.Abort();
        await Eventually.HoldsAsync(() => limit.Open == 0);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher")]
    [InlineData("Microsoft.AspNetCore.Http.Connections.Internal.HttpConnectionDispatcher")]
    [InlineData("Microsoft.AspNetCore.Components.Server.Circuits.RemoteRenderer")]
    public async Task Logs_that_print_what_people_type_stay_at_warning_whatever_the_settings_say(string category)
    {
        await using var app = await RunningApp.StartAsync(
            builder => builder.Logging.AddProvider(new ListeningProvider()),
            "--Logging:LogLevel:Default=Trace",
            $"--Logging:LogLevel:{category}=Trace",
            $"--Logging:Listening:LogLevel:{category}=Trace");
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.Equal((false, false, true), (logger.IsEnabled(LogLevel.Trace), logger.IsEnabled(LogLevel.Information), logger.IsEnabled(LogLevel.Warning)));
    }

    /// <summary>As far as a hub takes a connection: handshake sent and answered.</summary>
    private static async Task<ClientWebSocket> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[256], CancellationToken.None);
        return socket;
    }

    private static async Task<bool> IsClosedByServerAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            // The hub says that it closes before it does.
            while ((await socket.ReceiveAsync(new byte[256], patience.Token)).MessageType is not WebSocketMessageType.Close)
            {
            }

            return true;
        }
        catch (WebSocketException)
        {
            return true;
        }
    }

    [ProviderAlias("Listening")]
    private sealed class ListeningProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
