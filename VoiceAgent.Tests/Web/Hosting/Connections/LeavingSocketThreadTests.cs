using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting.Connections;

namespace VoiceAgent.Tests.Web.Hosting.Connections;

[Trait("Kind", "Host")]
public sealed class LeavingSocketThreadTests
{
    [Fact]
    public async Task Only_an_accepted_media_socket_stays_where_its_socket_is_polled()
    {
        var watch = new Watch();
        await using var app = await RunningApp.StartAsync(builder => builder.Services.AddSingleton<IStartupFilter>(watch), "--DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1");
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(app.Address, "/account/sign-in"))).Dispose();
        (await http.GetAsync(new Uri(app.Address, "/media/telnyx/unknown"))).Dispose();
        using var refused = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(Media(app, "unknown"), CancellationToken.None));
        using var circuit = new ClientWebSocket();
        await circuit.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        Assert.All(watch.Seen, seen => Assert.False(seen.Stays));
        Assert.Equal(4, watch.Seen.Count);
        circuit.Abort();

        watch.Seen.Clear();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(Media(app, app.Services.GetRequiredService<MediaTokens>().Issue(CallId.New())), CancellationToken.None);

        Assert.True(Assert.Single(watch.Seen).Stays);
        socket.Abort();
    }

    private static Uri Media(RunningApp app, string token) => new UriBuilder(app.Address) { Scheme = "ws", Path = $"/media/telnyx/{token}" }.Uri;

    private sealed class Watch : IStartupFilter
    {
        public ConcurrentQueue<ISocketThread> Seen { get; } = new();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate following) =>
            {
                Seen.Enqueue(context.Features.Get<ISocketThread>()!);
                return following(context);
            });
            next(app);
        };
    }
}
