using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

[Trait("Kind", "Host")]
public sealed class MediaEndpointTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly Counted _refused = new("voiceagent.media.refused", app.Services.GetRequiredService<IMeterFactory>());

    public void Dispose() => _refused.Dispose();

    [Fact]
    public async Task A_plain_request_is_refused()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(app.Address, $"/media/telnyx/{Issue()}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(1, _refused["no_websocket"]);
    }

    [Fact]
    public async Task A_socket_without_a_known_token_is_refused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusalAsync("0000000000000000000000000000000000000000000000000000000000000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusalAsync("x"));
        Assert.Equal(2, _refused["token"]);
    }

    [Fact]
    public async Task A_browser_is_refused_even_with_a_token()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalAsync(Issue(), socket => socket.Options.SetRequestHeader("Origin", "https://example.com")));
        Assert.Equal(1, _refused["browser"]);
    }

    [Fact]
    public async Task A_token_beside_the_path_must_be_the_same()
    {
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await RefusalAsync(Issue(), socket => socket.Options.SetRequestHeader("x-telnyx-streaming-auth-token", Issue())));
        Assert.Equal(1, _refused["token_header"]);
    }

    [Fact]
    public async Task A_token_opens_one_socket_and_no_second()
    {
        var token = Issue();
        using var first = new ClientWebSocket();
        await first.ConnectAsync(AddressOf(token), CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await RefusalAsync(token));
        Assert.Equal(WebSocketState.Open, first.State);

        // It is counted when it goes, which must not be in the middle of the next test.
        first.Abort();
        await Eventually.HoldsAsync(() => _refused["handshake"] == 1);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("""{"event":"media","media":{"payload":"AAAA"}}""")]
    [InlineData("""{"event":"start","start":{"media_format":{"encoding":"PCMU","sample_rate":8000}}}""")]
    public async Task A_socket_that_does_not_speak_the_protocol_is_closed(string firstMessage)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(Issue()), CancellationToken.None);
        await SendAsync(socket, firstMessage);

        await AssertClosedAsync(socket);
        Assert.Equal(1, _refused["handshake"]);
    }

    [Fact]
    public async Task Whichever_format_it_has_a_socket_for_a_call_that_has_gone_is_closed()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(Issue()), CancellationToken.None);
        await SendAsync(socket, """{"event":"start","start":{"call_control_id":"v3:a","media_format":{"encoding":"OPUS","sample_rate":16000}}}""");

        await AssertClosedAsync(socket);
        Assert.Equal(1, _refused["call_gone"]);
    }

    [Fact]
    public async Task A_socket_for_a_call_that_has_gone_is_closed()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(Issue()), CancellationToken.None);
        await SendAsync(socket, """{"event":"connected","version":"1.0.0"}""");
        await SendAsync(socket, """{"event":"start","start":{"call_control_id":"v3:gone","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}""");

        await AssertClosedAsync(socket);
        Assert.Equal(1, _refused["call_gone"]);
    }

    [Fact]
    public async Task An_endless_frame_is_not_read_to_its_end()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(Issue()), CancellationToken.None);
        var chunk = new byte[16 * 1024];
        Array.Fill(chunk, (byte)' ');
        try
        {
            for (var sent = 0; sent < 64; sent++)
            {
                await socket.SendAsync(chunk, WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // Closed in the middle, as it should be.
        }

        await Eventually.HoldsAsync(() => _refused["handshake"] == 1);
    }

    private static async Task SendAsync(ClientWebSocket socket, string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task AssertClosedAsync(ClientWebSocket socket)
    {
        var received = await socket.ReceiveAsync(new byte[256], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15), TimeProvider.System);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
    }

    private string Issue() => app.Services.GetRequiredService<MediaTokens>().Issue(CallId.New());

    private Uri AddressOf(string token) => new UriBuilder(new Uri(app.Address, $"/media/telnyx/{token}")) { Scheme = "ws" }.Uri;

    private async Task<HttpStatusCode> RefusalAsync(string token, Action<ClientWebSocket>? configure = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(socket);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf(token), CancellationToken.None));
        return socket.HttpStatusCode;
    }
}
