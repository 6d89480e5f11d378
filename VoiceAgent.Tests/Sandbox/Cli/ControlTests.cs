using System.Text;
using System.Text.Json;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Cli;

[Trait("Kind", "Adapter")]
public sealed class ControlTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private TelnyxFixture _fixture = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture = await TelnyxFixture.StartAsync();
        _http.BaseAddress = new Uri(_fixture.Sandbox.AddressOf("control") + "/");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task The_state_names_the_numbers_and_their_apps()
    {
        using var state = JsonDocument.Parse(await _http.GetStringAsync("state"));

        Assert.Equal(_fixture.Telnyx.PublicKey, state.RootElement.GetProperty("telnyxPublicKey").GetString());
        var connected = state.RootElement.GetProperty("numbers").EnumerateArray().Where(number => number.TryGetProperty("webhookUrl", out _));
        Assert.Equal(TelnyxFixture.Number, Assert.Single(connected).GetProperty("number").GetString());
    }

    [Fact]
    public async Task A_number_is_connected_to_an_app()
    {
        using var answer = await SendAsync(HttpMethod.Put, "numbers", """{"number":"+12025550188","webhookUrl":"http://127.0.0.1:7/hook"}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(
            new Uri("http://127.0.0.1:7/hook"), _fixture.Telnyx.Numbers.Single(number => number.Number == "+12025550188").WebhookUrl);
    }

    [Fact]
    public async Task An_order_needs_no_more_than_the_number_to_call()
    {
        using var answer = await SendAsync(HttpMethod.Post, "calls", """{"to":"+12025550177"}""");

        Assert.Equal(200, (int)answer.StatusCode);
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("not_found", report.RootElement.GetProperty("endReason").GetString());
    }

    [Theory]
    [InlineData("numbers", """{"number":"12","webhookUrl":"http://127.0.0.1/"}""")]
    [InlineData("numbers", """{"number":"+12025550188","webhookUrl":"ftp://127.0.0.1/"}""")]
    [InlineData("numbers", """{"number":null,"webhookUrl":"http://127.0.0.1/"}""")]
    [InlineData("numbers", """{}""")]
    [InlineData("numbers", "null")]
    [InlineData("calls", "{")]
    [InlineData("calls", """{"to":"+12025550131","say":[""]}""")]
    [InlineData("calls", """{"to":"+12025550131","say":[null]}""")]
    [InlineData("calls", """{"to":"+12025550131","faults":["nonsense"]}""")]
    [InlineData("calls", """{"to":"+12025550131","faults":[null]}""")]
    [InlineData("calls", """{"to":"+12025550131","say":null,"faults":null}""")]
    [InlineData("calls", """{"to":"+12025550131","timeoutSeconds":-1}""")]
    [InlineData("calls", """{"to":"+12025550131","timeoutSeconds":301}""")]
    public async Task A_wrong_order_is_refused_in_words(string path, string json)
    {
        using var answer = await SendAsync(path == "calls" ? HttpMethod.Post : HttpMethod.Put, path, json);

        Assert.Equal(400, (int)answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(string.IsNullOrWhiteSpace(body.RootElement.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task What_a_web_page_could_send_unasked_is_refused()
    {
        using var answer = await _http.PostAsync("calls", new StringContent("""{"to":"+12025550131"}""", Encoding.UTF8, "text/plain"));

        Assert.Equal(415, (int)answer.StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json) =>
        _http.SendAsync(new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });
}
