using System.Text.Json;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Soniox;

[Trait("Kind", "Adapter")]
public sealed class SonioxTranscribeTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Start = """{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language_hints":["en"],"enable_endpoint_detection":true}""";
    private const string Question = "Hello, what are your opening hours?";
    private const int Piece = 160;

    [Fact]
    public async Task Every_final_piece_comes_once_and_the_utterance_ends_with_a_mark()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(Start);
        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 1, Piece), Piece);
        await client.SendAsync(string.Empty);

        var messages = await client.RestAsync();

        var final = messages.SelectMany(Tokens).Where(token => token.GetProperty("is_final").GetBoolean()).Select(token => token.GetProperty("text").GetString()).ToArray();
        Assert.Equal(Question + "<end>", string.Concat(final));
        Assert.True(messages[^1].GetProperty("finished").GetBoolean());
        Assert.Equal(1000, client.CloseCode);
        var open = messages.Select(message => string.Concat(Tokens(message).Where(token => !token.GetProperty("is_final").GetBoolean()).Select(token => token.GetProperty("text").GetString())));
        Assert.Contains(open, text => text.Length > 0);
        Assert.All(messages, message => Assert.All(Tokens(message).Select(token => token.GetProperty("is_final").GetBoolean()).Pairwise(), pair => Assert.True(pair.First || !pair.Second)));
    }

    [Fact]
    public async Task Finalize_settles_what_was_heard_with_its_own_mark()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(Start.Replace("\"enable_endpoint_detection\":true", "\"enable_endpoint_detection\":false", StringComparison.Ordinal));
        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 2, Piece), Piece);
        await client.SendAsync("""{"type":"finalize"}""");
        await client.SendAsync("""{"type":"keepalive"}""");
        await client.SendAsync(string.Empty);

        var texts = (await client.RestAsync()).SelectMany(Tokens).Where(token => token.GetProperty("is_final").GetBoolean()).Select(token => token.GetProperty("text").GetString());

        Assert.Equal(Question + "<fin>", string.Concat(texts));
    }

    [Theory]
    [InlineData("not json", "Start request is malformed.")]
    [InlineData("""{"model":"stt-rt-v9","audio_format":"mulaw"}""", "Invalid model specified.")]
    [InlineData("""{"model":"stt-rt-v5"}""", "Missing audio format.")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"ulaw"}""", "Invalid audio data format: ulaw")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"mulaw"}""", "Audio data channels and sample rate must be specified for PCM formats")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language":"en"}""", "Start request is malformed.")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language_hints":["en-US"]}""", "Invalid language hint.")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language_hints":["en","en"]}""", "Language hints must be unique.")]
    [InlineData("""{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"max_endpoint_delay_ms":100}""", "Start request is malformed.")]
    [InlineData("""{"model":"stt-rt-v4","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"endpoint_sensitivity":0.5}""", "Start request is malformed.")]
    public async Task A_wrong_first_message_is_refused_with_its_reason(string start, string reason)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(start);

        AssertError(Assert.Single(await client.RestAsync()), 400, "invalid_request", reason);
    }

    [Fact]
    public async Task Audio_before_the_first_message_is_refused()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[160]);

        AssertError(Assert.Single(await client.RestAsync()), 400, "invalid_request", "Start request must be a text message.");
    }

    [Fact]
    public async Task A_key_is_refused_on_the_open_socket()
    {
        using var wrong = await ConnectAsync("no-such-key");
        await wrong.SendAsync(Start);
        using var missing = await SandboxSocketClient.ConnectAsync(sandbox.Server, "soniox", "/transcribe-websocket?api_key=" + SandboxKeys.Valid("soniox"));
        await missing.SendAsync(Start);
        using var broke = await ConnectAsync(SandboxKeys.WithoutCredit("soniox"));
        await broke.SendAsync(Start);

        AssertError(Assert.Single(await wrong.RestAsync()), 401, "unauthenticated", "Invalid API key.");
        AssertError(Assert.Single(await missing.RestAsync()), 401, "unauthenticated", "Missing API key.");
        Assert.Equal(402, Assert.Single(await broke.RestAsync()).GetProperty("error_code").GetInt32());
    }

    [Fact]
    public async Task The_key_may_also_be_a_sub_protocol_or_in_the_first_message_but_not_differ()
    {
        using var offered = await SandboxSocketClient.ConnectAsync(sandbox.Server, "soniox", "/transcribe-websocket", options =>
        {
            options.AddSubProtocol("soniox-api-key");
            options.AddSubProtocol(SandboxKeys.Valid("soniox"));
        });
        using var legacy = await SandboxSocketClient.ConnectAsync(sandbox.Server, "soniox", "/transcribe-websocket");
        using var both = await ConnectAsync();
        var withKey = Start.Insert(1, $"\"api_key\":\"{SandboxKeys.Valid("soniox")}\",");

        await offered.SendAsync(Start);
        await legacy.SendAsync(withKey);
        await both.SendAsync(Start.Insert(1, "\"api_key\":\"another\","));
        await offered.SendAsync(new byte[160]);
        await legacy.SendAsync(new byte[160]);
        await offered.SendAsync(string.Empty);
        await legacy.SendAsync(string.Empty);

        Assert.Equal("soniox-api-key", offered.SubProtocol);
        Assert.True(Assert.Single(await offered.RestAsync()).GetProperty("finished").GetBoolean());
        Assert.True(Assert.Single(await legacy.RestAsync()).GetProperty("finished").GetBoolean());
        Assert.Equal(400, Assert.Single(await both.RestAsync()).GetProperty("error_code").GetInt32());
    }

    [Fact]
    public async Task No_audio_at_all_and_unknown_controls_are_errors()
    {
        using var empty = await ConnectAsync();
        await empty.SendAsync(Start);
        await empty.SendAsync(string.Empty);
        using var unknown = await ConnectAsync();
        await unknown.SendAsync(Start);
        await unknown.SendAsync("""{"type":"KeepAlive"}""");

        AssertError(Assert.Single(await empty.RestAsync()), 400, "invalid_request", "No audio received.");
        AssertError(Assert.Single(await unknown.RestAsync()), 400, "invalid_request", "Control request invalid type.");
    }

    [Fact]
    public async Task Twenty_seconds_without_audio_or_keepalive_end_the_session()
    {
        var time = new ManualTime();
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Time = time }, TestContext.Current.CancellationToken);
        using var client = await SandboxSocketClient.ConnectAsync(server, "soniox", "/transcribe-websocket", Bearer(SandboxKeys.Valid("soniox")));
        await client.SendAsync(Start);
        await client.SendAsync(new byte[160]);
        await Eventually.HoldsAsync(() => server.Recorded.Of("soniox")[0].AudioBytes == 160);
        var rest = client.RestAsync();

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(21));
            return rest.IsCompleted;
        });

        AssertError(Assert.Single(await rest), 408, "request_timeout", "Request timeout.");
    }

    private static void AssertError(JsonElement message, int code, string type, string text) => Assert.Equal(
        (code, type, text),
        (message.GetProperty("error_code").GetInt32(), message.GetProperty("error_type").GetString(), message.GetProperty("error_message").GetString()));

    private static IEnumerable<JsonElement> Tokens(JsonElement message) => message.GetProperty("tokens").EnumerateArray();

    private static Action<System.Net.WebSockets.ClientWebSocketOptions> Bearer(string key) => options => options.SetRequestHeader("Authorization", "Bearer " + key);

    private Task<SandboxSocketClient> ConnectAsync(string? key = null) =>
        SandboxSocketClient.ConnectAsync(sandbox.Server, "soniox", "/transcribe-websocket", Bearer(key ?? SandboxKeys.Valid("soniox")));
}

internal static class Pairs
{
    public static IEnumerable<(T First, T Second)> Pairwise<T>(this IEnumerable<T> items) => items.Zip(items.Skip(1));
}
