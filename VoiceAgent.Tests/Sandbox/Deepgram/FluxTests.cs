using System.Text.Json;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Deepgram;

[Trait("Kind", "Adapter")]
public sealed class FluxTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Phone = "/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000";
    private const string Question = "Hello, what are your opening hours?";
    private const int Piece = 640;

    [Fact]
    public async Task A_turn_starts_grows_and_ends_once_with_all_its_words()
    {
        using var client = await ConnectAsync(Phone);

        await client.SayAsync([.. Enumerable.Repeat((byte)0xFF, 6 * Piece)], Piece);
        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 1, Piece), Piece);
        await client.SendAsync("""{"type":"CloseStream"}""");
        var messages = await client.RestAsync();

        Assert.Equal("Connected", messages[0].GetProperty("type").GetString());
        Assert.Equal(Enumerable.Range(0, messages.Count), messages.Select(message => message.GetProperty("sequence_id").GetInt32()));
        var turns = messages.Skip(1).ToArray();
        Assert.All(turns, turn => Assert.Equal("TurnInfo", turn.GetProperty("type").GetString()));
        var events = turns.Select(turn => turn.GetProperty("event").GetString()).ToArray();
        Assert.Single(events, "StartOfTurn");
        Assert.DoesNotContain(events, happened => happened is "EagerEndOfTurn" or "TurnResumed");
        var end = Assert.Single(turns, turn => turn.GetProperty("event").GetString() == "EndOfTurn");
        Assert.Equal((Question, "model", 0), (Text(end), end.GetProperty("trigger").GetString(), end.GetProperty("turn_index").GetInt32()));
        Assert.InRange(end.GetProperty("end_of_turn_confidence").GetDouble(), 0.7, 1);
        Assert.Equal(6, end.GetProperty("words").GetArrayLength());
        Assert.Equal(1, turns[^1].GetProperty("turn_index").GetInt32());
        Assert.Equal(string.Empty, Text(turns[0]));

        // A client of the framework shows a close without a code as 1000.
        Assert.Equal(1000, client.CloseCode);
        Assert.Contains(sandbox.Server.Recorded.Of("deepgram"), connection => connection.CloseCode == 1005);
    }

    [Fact]
    public async Task An_early_end_is_told_when_asked_for_and_taken_back_when_the_caller_goes_on()
    {
        var first = (await sandbox.SayAsync("I would like a table.")).Mulaw(silence: 0.16, Piece);
        var second = (await sandbox.SayAsync("For four people.")).Mulaw(silence: 1, Piece);
        using var client = await ConnectAsync(Phone + "&eager_eot_threshold=0.3");

        await client.SayAsync([.. first, .. second], Piece);
        await client.SendAsync("""{"type":"CloseStream"}""");
        var events = (await client.RestAsync()).Skip(1).Where(turn => turn.GetProperty("event").GetString() is not "Update").ToArray();

        Assert.Equal(
            ["StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EagerEndOfTurn", "EndOfTurn"],
            events.Select(turn => turn.GetProperty("event").GetString()));
        Assert.Equal("I would like a table.", Text(events[1]));
        Assert.Equal("I would like a table. For four people.", Text(events[4]));
    }

    [Fact]
    public async Task An_unfinished_sentence_ends_with_the_timeout_or_when_forced()
    {
        var audio = (await sandbox.SayAsync("I would like a table and")).Mulaw(silence: 1, Piece);
        using var forced = await ConnectAsync(Phone);
        await forced.SayAsync(audio, Piece);
        await forced.SendAsync("""{"type":"ForceEndTurn"}""");
        await forced.SendAsync("""{"type":"ForceEndTurn"}""");
        await forced.SendAsync("""{"type":"CloseStream"}""");
        using var timed = await ConnectAsync(Phone + "&eot_timeout_ms=500");
        await timed.SayAsync(audio, Piece);
        await timed.SendAsync("""{"type":"CloseStream"}""");

        Assert.Equal("manual", Assert.Single(Ends(await forced.RestAsync())).GetProperty("trigger").GetString());
        Assert.Equal("model", Assert.Single(Ends(await timed.RestAsync())).GetProperty("trigger").GetString());
    }

    [Fact]
    public async Task A_closed_stream_tells_the_words_of_the_open_turn_without_an_end()
    {
        using var client = await ConnectAsync(Phone);
        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 0, Piece), Piece);
        await client.SendAsync("""{"type":"CloseStream"}""");

        var messages = await client.RestAsync();

        Assert.Empty(Ends(messages));
        Assert.Equal(Question, Text(messages[^1]));
    }

    [Theory]
    [InlineData("""{"type":"KeepAlive"}""")]
    [InlineData("""{"type":"Finalize"}""")]
    [InlineData("not json")]
    public async Task Messages_of_version_one_end_the_session(string message)
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync(message);

        var messages = await client.RestAsync();

        Assert.Equal("UNPARSABLE_CLIENT_MESSAGE", messages[^1].GetProperty("code").GetString());
        Assert.Equal(1011, client.CloseCode);
    }

    [Fact]
    public async Task Thresholds_can_be_changed_within_their_ranges()
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync("""{"type":"Configure","thresholds":{"eot_threshold":0.8,"eager_eot_threshold":0.5,"eot_timeout_ms":4000},"keyterms":["Acme"]}""");
        await client.SendAsync("""{"type":"Configure","thresholds":{"eot_threshold":0.2}}""");
        await client.SendAsync("""{"type":"CloseStream"}""");

        var messages = await client.RestAsync();

        Assert.Equal(["Connected", "ConfigureSuccess", "ConfigureFailure"], messages.Select(message => message.GetProperty("type").GetString()));
        Assert.Equal("""{"eot_threshold":0.8,"eager_eot_threshold":0.5,"eot_timeout_ms":4000}""", messages[1].GetProperty("thresholds").GetRawText());
    }

    [Theory]
    [InlineData("encoding=mulaw&sample_rate=8000")]
    [InlineData("model=nova-3&encoding=mulaw&sample_rate=8000")]
    [InlineData("model=flux-general-en&encoding=mulaw")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=22050")]
    [InlineData("model=flux-general-en&encoding=g729&sample_rate=8000")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&interim_results=true")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&language=en")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&language_hint=de")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_threshold=0.4")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&eager_eot_threshold=x")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_timeout_ms=100")]
    public async Task A_query_that_the_real_service_refuses_is_refused(string query)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "deepgram", "/v2/listen?" + query, ("Authorization", "Token " + SandboxKeys.Valid("deepgram")));

        Assert.Equal(400, answer.Status);
        Assert.NotEqual("Bad Request: Expected a WebSocket upgrade.", answer.Json.GetProperty("err_msg").GetString());
    }

    [Fact]
    public async Task A_minute_without_anything_on_the_wire_ends_the_session()
    {
        var time = new ManualTime();
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Time = time }, TestContext.Current.CancellationToken);
        using var client = await SandboxSocketClient.ConnectAsync(server, "deepgram", Phone, Authorize);
        Assert.NotNull(await client.NextTextAsync());
        var rest = client.RestAsync();

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return rest.IsCompleted;
        });

        Assert.Equal(1011, client.CloseCode);
        Assert.Contains("net0001", client.CloseReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_list_is_the_keys_own()
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "deepgram", "/v1/models", ("Authorization", "Token " + SandboxKeys.Valid("deepgram")));
        var refused = await sandbox.SendAsync(HttpMethod.Get, "deepgram", "/v1/models");

        Assert.Contains(answer.Json.GetProperty("stt").EnumerateArray(), model => model.GetProperty("canonical_name").GetString() == "nova-3-general" && model.GetProperty("streaming").GetBoolean());
        Assert.Equal((200, 401), (answer.Status, refused.Status));
    }

    private static JsonElement[] Ends(List<JsonElement> messages) =>
        [.. messages.Where(message => message.TryGetProperty("event", out var happened) && happened.GetString() == "EndOfTurn")];

    private static string Text(JsonElement turn) => turn.GetProperty("transcript").GetString()!;

    private static void Authorize(System.Net.WebSockets.ClientWebSocketOptions options) =>
        options.SetRequestHeader("Authorization", "Token " + SandboxKeys.Valid("deepgram"));

    private Task<SandboxSocketClient> ConnectAsync(string path) => SandboxSocketClient.ConnectAsync(sandbox.Server, "deepgram", path, Authorize);
}
