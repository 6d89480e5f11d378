using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Faults;

[Trait("Kind", "Adapter")]
public sealed class FaultsOnTheWireTests : IAsyncLifetime
{
    private const string Chat = """{"model":"gpt-4.1-mini","messages":[{"role":"user","content":"What are your opening hours?"}],"stream":true}""";

    private readonly SandboxFixture _sandbox = new();

    public ValueTask InitializeAsync() => _sandbox.InitializeAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_socket_closes_after_so_many_messages()
    {
        _sandbox.Server.Faults.Add("deepgram:close@2");
        using var client = await ListenAsync();

        Assert.Equal(2, (await HearAsync(client)).Count);
        Assert.Equal(1011, client.CloseCode);
        Assert.Contains("net0000", client.CloseReason);
    }

    [Fact]
    public async Task A_dropped_socket_ends_without_a_close()
    {
        _sandbox.Server.Faults.Add("deepgram:drop@1#1");
        using var client = await ListenAsync();
        using var second = await ListenAsync();

        Assert.Single(await HearAsync(client));
        Assert.Null(client.CloseCode);
        Assert.True(_sandbox.Server.Recorded.Of("deepgram")[0].Dropped);
        Assert.True((await HearAsync(second)).Count > 2);
        Assert.Equal(1000, second.CloseCode);
    }

    [Fact]
    public async Task A_silent_socket_stays_open_and_says_nothing_more()
    {
        _sandbox.Server.Faults.Add("deepgram:silence@1");
        using var client = await ListenAsync();
        await client.SendAsync(new byte[8000 * 12]);
        Assert.NotNull(await client.NextTextAsync());

        await client.SendAsync("""{"type":"CloseStream"}""");

        await Assert.ThrowsAsync<TimeoutException>(() => client.NextTextAsync().WaitAsync(TimeSpan.FromMilliseconds(300)));
        Assert.True(_sandbox.Server.Recorded.Of("deepgram")[0].IsOpen);
    }

    [Fact]
    public async Task Garbage_comes_once_between_the_messages()
    {
        _sandbox.Server.Faults.Add("deepgram:garbage@1");
        using var client = await ListenAsync();
        await client.SendAsync(new byte[8000 * 12]);
        await client.SendAsync("""{"type":"CloseStream"}""");

        var texts = new List<string>();
        while (await client.NextTextAsync() is { } text)
        {
            texts.Add(text);
        }

        Assert.StartsWith("{\"type\":\"Results\"", texts[0]);
        Assert.Null(SandboxJson.ReadObject(texts[1]));
        Assert.StartsWith("{\"type\":\"Metadata\"", texts[^1]);
    }

    [Fact]
    public async Task A_provider_error_comes_before_the_end()
    {
        _sandbox.Server.Faults.Add("elevenlabs:error");
        using var client = await SandboxSocketClient.ConnectAsync(
            _sandbox.Server, "elevenlabs", "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream-input?output_format=ulaw_8000");

        Assert.Equal("internal_error", Assert.Single(await client.RestAsync()).GetProperty("error").GetString());
        Assert.Equal(1011, client.CloseCode);
    }

    [Theory]
    [InlineData("openai:401", 401, "invalid_api_key")]
    [InlineData("openai:429", 429, "rate_limit_exceeded")]
    [InlineData("openai:quota", 429, "insufficient_quota")]
    [InlineData("openai:500", 500, null)]
    [InlineData("openai:503", 503, "server_is_overloaded")]
    public async Task A_completion_is_refused_in_the_providers_words_and_the_key_check_is_not(string script, int status, string? code)
    {
        _sandbox.Server.Faults.Add(script);

        var answer = await _sandbox.SendAsync(HttpMethod.Post, "openai", "/v1/chat/completions", Key(), Chat);

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(200, (await _sandbox.SendAsync(HttpMethod.Get, "openai", "/v1/models", Key())).Status);
    }

    [Theory]
    [InlineData("deepgram", 402)]
    [InlineData("soniox", 402)]
    [InlineData("assemblyai", 402)]
    [InlineData("openai", 429)]
    [InlineData("grok", 429)]
    [InlineData("elevenlabs", 401)]
    [InlineData("hume", 400)]
    public async Task A_key_check_can_be_hit_alone(string slug, int status)
    {
        _sandbox.Server.Faults.Add($"{slug}.key:quota#1");
        _sandbox.Server.Faults.Add($"{slug}.key:503");
        var path = slug switch
        {
            "deepgram" => "/v1/auth/token",
            "assemblyai" => "/v2/transcript",
            "grok" => "/v1/api-key",
            "elevenlabs" => "/v1/user",
            "hume" => "/v0/tts/voices?provider=HUME_AI",
            _ => "/v1/models",
        };

        Assert.Equal(status, (await _sandbox.SendAsync(HttpMethod.Get, slug, path)).Status);
        Assert.Equal(503, (await _sandbox.SendAsync(HttpMethod.Get, slug, path)).Status);
    }

    [Fact]
    public async Task A_completion_can_end_early_in_four_ways()
    {
        _sandbox.Server.Faults.Add("openai:close@3#1");
        Assert.DoesNotContain("[DONE]", await BodyAsync());

        _sandbox.Server.Faults.Add("openai:error@3#1");
        Assert.EndsWith("""data: {"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}""", (await BodyAsync()).TrimEnd());

        _sandbox.Server.Faults.Add("openai:drop@3#1");
        await Assert.ThrowsAnyAsync<Exception>(BodyAsync);

        _sandbox.Server.Faults.Add("openai:garbage@1#1");
        Assert.Contains("data: {\"id\":\"chatcmpl-\n\n", await BodyAsync());
        Assert.EndsWith("data: [DONE]\n\n", await BodyAsync());
    }

    [Fact]
    public async Task A_delay_holds_back_the_first_answer()
    {
        _sandbox.Server.Faults.Add("openai:delay=200");
        var start = TimeProvider.System.GetTimestamp();

        await BodyAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(195));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_noticed_and_leaves_nothing_open()
    {
        _sandbox.Server.Faults.Add("openai:silence@2");
        using (var response = await PostAsync())
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            Assert.StartsWith("data: ", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.Equal(1, _sandbox.Server.Recorded.OpenAt("openai"));
        }

        await _sandbox.Server.Recorded.WaitAsync(record => record.Open is 0, TestContext.Current.CancellationToken);
        Assert.True(_sandbox.Server.Recorded.Of("openai")[0].ClientLeft);
    }

    [Fact]
    public async Task Stopping_the_sandbox_ends_what_is_open()
    {
        var server = await SandboxServer.StartAsync(new SandboxOptions { BuiltInVoice = true }, TestContext.Current.CancellationToken);
        using var client = await ListenAsync(server);

        await server.DisposeAsync();

        Assert.Null(await client.NextTextAsync());
        Assert.Equal(0, server.Recorded.Open);
    }

    [Fact]
    public async Task Nothing_went_wrong_inside_the_simulators_when_clients_send_nonsense()
    {
        using var client = await ListenAsync();
        await client.SendAsync("[]");
        await client.RestAsync();
        await _sandbox.SendAsync(HttpMethod.Post, "openai", "/v1/chat/completions", Key(), """{"model":"gpt-4.1-mini","messages":[1],"tools":[2],"stream_options":3,"stop":4,"tool_choice":5}""");
        await _sandbox.SendAsync(HttpMethod.Post, "elevenlabs", "/v1/text-to-speech/x/stream", ("xi-api-key", SandboxKeys.Valid("elevenlabs")), "[]");
        await _sandbox.Server.Recorded.WaitAsync(record => record.Open is 0, TestContext.Current.CancellationToken);

        Assert.All(_sandbox.Server.Recorded.All, connection => Assert.Null(connection.Failure));
    }

    private static (string Name, string Value) Key() => ("Authorization", "Bearer " + SandboxKeys.Valid("openai"));

    private Task<SandboxSocketClient> ListenAsync(SandboxServer? server = null) => SandboxSocketClient.ConnectAsync(
        server ?? _sandbox.Server,
        "deepgram",
        "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&interim_results=true",
        options => options.SetRequestHeader("Authorization", "Token " + SandboxKeys.Valid("deepgram")));

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> HearAsync(SandboxSocketClient client)
    {
        try
        {
            for (var second = 0; second < 12; second++)
            {
                await client.SendAsync(new byte[8000]);
            }

            await client.SendAsync("""{"type":"CloseStream"}""");
        }
        catch (WebSocketException)
        {
            // The simulator has already ended the connection.
        }

        return await client.RestAsync();
    }

    private async Task<HttpResponseMessage> PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_sandbox.Server.AddressOf("openai")}/v1/chat/completions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxKeys.Valid("openai"));
        request.Content = new StringContent(Chat, Encoding.UTF8, "application/json");
        return await _sandbox.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private async Task<string> BodyAsync()
    {
        using var response = await PostAsync();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
