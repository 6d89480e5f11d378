using System.Text.Json;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.AssemblyAI;

[Trait("Kind", "Adapter")]
public sealed class AssemblyAIStreamingTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Phone = "/v3/ws?speech_model=universal-streaming-english&sample_rate=8000&encoding=pcm_mulaw";
    private const string Question = "Hello, what are your opening hours?";
    private const int Piece = 480;

    [Fact]
    public async Task A_turn_grows_and_ends_twice_when_it_is_to_be_formatted()
    {
        using var client = await ConnectAsync(Phone + "&format_turns=true");

        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 1, Piece), Piece);
        await client.SendAsync("""{"type":"Terminate"}""");
        var messages = await client.RestAsync();

        Assert.Equal(("Begin", "Termination"), (Type(messages[0]), Type(messages[^1])));
        var turns = messages[1..^1];
        var partials = turns.Where(turn => !Ends(turn)).ToArray();
        Assert.All(partials, turn => Assert.StartsWith(Text(turn), "hello what are your opening hours", StringComparison.Ordinal));
        Assert.Contains(partials, turn => turn.GetProperty("words").EnumerateArray().Any(word => !word.GetProperty("word_is_final").GetBoolean()));
        Assert.Equal(
            [("hello what are your opening hours", false, 0), (Question, true, 0)],
            turns.Where(Ends).Select(turn => (Text(turn), turn.GetProperty("turn_is_formatted").GetBoolean(), turn.GetProperty("turn_order").GetInt32())));
        Assert.InRange(turns.First(Ends).GetProperty("end_of_turn_confidence").GetDouble(), 0.4, 1);
        Assert.Equal(1000, client.CloseCode);
    }

    [Fact]
    public async Task A_server_that_writes_turns_out_at_once_ends_them_once()
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, AssemblyAIWritesOutAtOnce = true }, TestContext.Current.CancellationToken);
        var speech = await server.Voice.SpeakAsync(Question, TestContext.Current.CancellationToken);
        server.Utterances.Register(speech);
        using var client = await SandboxSocketClient.ConnectAsync(server, "assemblyai", Phone + "&format_turns=true", Authorize);

        await client.SayAsync(speech.Mulaw(silence: 1, Piece), Piece);
        await client.SendAsync("""{"type":"Terminate"}""");
        var turns = (await client.RestAsync())[1..^1];

        Assert.All(turns, turn => Assert.True(turn.GetProperty("turn_is_formatted").GetBoolean()));
        Assert.Equal(Question, Text(Assert.Single(turns, Ends)));
    }

    [Fact]
    public async Task Without_formatting_a_turn_ends_once_and_an_unfinished_one_by_silence_or_when_forced()
    {
        var audio = (await sandbox.SayAsync("I would like a table and")).Mulaw(silence: 0.9, Piece);
        using var timed = await ConnectAsync(Phone + "&max_turn_silence=800");
        await timed.SayAsync(audio, Piece);
        await timed.SendAsync("""{"type":"Terminate"}""");
        using var forced = await ConnectAsync(Phone);
        await forced.SayAsync(audio, Piece);
        await forced.SendAsync("""{"type":"ForceEndpoint"}""");
        await forced.SendAsync("""{"type":"ForceEndpoint"}""");
        await forced.SendAsync("""{"type":"Terminate"}""");

        foreach (var client in (SandboxSocketClient[])[timed, forced])
        {
            Assert.Equal("i would like a table and", Text(Assert.Single(await client.RestAsync(), message => Type(message) == "Turn" && Ends(message))));
        }
    }

    [Fact]
    public async Task The_newer_models_tell_that_speech_begins_and_write_the_turn_out_once()
    {
        using var client = await ConnectAsync("/v3/ws?speech_model=u3-rt-pro&sample_rate=8000&encoding=pcm_mulaw");

        await client.SayAsync((await sandbox.SayAsync(Question)).Mulaw(silence: 1, Piece), Piece);
        await client.SendAsync("""{"type":"Terminate"}""");
        var messages = await client.RestAsync();

        Assert.Single(messages, message => Type(message) == "SpeechStarted");
        var end = Assert.Single(messages, message => Type(message) == "Turn" && Ends(message));
        Assert.Equal((Question, true, Question), (Text(end), end.GetProperty("turn_is_formatted").GetBoolean(), end.GetProperty("utterance").GetString()));
    }

    [Theory]
    [InlineData(160, "Input duration violation: 20 ms. Expected between 50 and 1000 ms")]
    [InlineData(16_000, "Input duration violation: 2000 ms. Expected between 50 and 1000 ms")]
    public async Task Pieces_too_short_or_too_long_end_the_session(int bytes, string reason)
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync(new byte[bytes]);

        await AssertFailsAsync(client, 3007, reason);
    }

    [Fact]
    public async Task Audio_far_ahead_of_real_time_ends_the_session()
    {
        using var client = await ConnectAsync(Phone);
        for (var second = 0; second < 320; second++)
        {
            await client.SendAsync(new byte[8000]);
        }

        await AssertFailsAsync(client, 3007, "Audio Transmission Rate Exceeded: ");
    }

    [Theory]
    [InlineData("""{"type":"terminate_session"}""", "Invalid Message Type: terminate_session")]
    [InlineData("""{"type":"UpdateConfiguration","nonsense":1}""", "Invalid Message: ")]
    [InlineData("""{"terminate":true}""", "Invalid Message: ")]
    [InlineData("not json", "Invalid JSON: not json")]
    public async Task Messages_it_does_not_know_end_the_session(string message, string reason)
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync(message);

        await AssertFailsAsync(client, 3006, reason);
    }

    [Theory]
    [InlineData("/v3/ws?sample_rate=8000")]
    [InlineData("/v3/ws?speech_model=universal-streaming-english&encoding=pcm_alaw")]
    [InlineData("/v3/ws?speech_model=universal-streaming-english&sample_rate=800")]
    [InlineData("/v3/ws?speech_model=universal-streaming-english&format_turns=yes")]
    [InlineData("/v3/ws?speech_model=universal-streaming-english&keyterms_prompt=Acme")]
    [InlineData("/v3/ws?speech_model=universal-streaming-english&keyterm=Acme")]
    public async Task A_wrong_query_ends_the_session(string path)
    {
        using var client = await ConnectAsync(path);

        await AssertFailsAsync(client, 3006, "Invalid Message: ");
    }

    [Theory]
    [InlineData(null, "Missing Authorization header")]
    [InlineData("Bearer 5a5d0b0e000000000000000000000000", "Invalid API key")]
    [InlineData("wrong", "Invalid API key")]
    public async Task A_key_is_refused_on_the_open_socket(string? header, string reason)
    {
        using var client = await SandboxSocketClient.ConnectAsync(sandbox.Server, "assemblyai", Phone, options =>
        {
            if (header is not null)
            {
                options.SetRequestHeader("Authorization", header);
            }
        });

        await AssertFailsAsync(client, 1008, "Unauthorized Connection: " + reason);
    }

    [Fact]
    public async Task A_session_ends_after_three_hours()
    {
        var time = new ManualTime();
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Time = time }, TestContext.Current.CancellationToken);
        using var client = await SandboxSocketClient.ConnectAsync(server, "assemblyai", Phone, Authorize);
        Assert.Equal(10_800, (await client.NextAsync())?.GetProperty("expires_at").GetInt64());
        var rest = client.RestAsync();

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromHours(1));
            return rest.IsCompleted;
        });

        Assert.Equal((3008, "Session Expired: Maximum session duration exceeded"), (client.CloseCode, client.CloseReason));
    }

    private static async Task AssertFailsAsync(SandboxSocketClient client, int code, string reason)
    {
        var messages = await client.RestAsync();

        Assert.Equal(("Error", code), (Type(messages[^1]), messages[^1].GetProperty("error_code").GetInt32()));
        Assert.Equal(code, client.CloseCode);
        Assert.StartsWith(reason, client.CloseReason, StringComparison.Ordinal);
    }

    private static void Authorize(System.Net.WebSockets.ClientWebSocketOptions options) =>
        options.SetRequestHeader("Authorization", SandboxKeys.Valid("assemblyai"));

    private static string Type(JsonElement message) => message.GetProperty("type").GetString()!;

    private static string Text(JsonElement turn) => turn.GetProperty("transcript").GetString()!;

    private static bool Ends(JsonElement turn) => turn.GetProperty("end_of_turn").GetBoolean();

    private Task<SandboxSocketClient> ConnectAsync(string path) => SandboxSocketClient.ConnectAsync(sandbox.Server, "assemblyai", path, Authorize);
}
