using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.ElevenLabs;

[Trait("Kind", "Adapter")]
public sealed class ElevenLabsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Voice = "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM";
    private const string Phone = Voice + "/stream-input?model_id=eleven_flash_v2_5&output_format=ulaw_8000";
    private const string Start = """{"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.8,"speed":1.0}}""";

    [Theory]
    [InlineData("ulaw_8000")]
    [InlineData("alaw_8000")]
    [InlineData("pcm_8000")]
    [InlineData("pcm_16000")]
    public async Task Text_becomes_base64_audio_with_a_final_message_and_a_normal_close(string format)
    {
        using var client = await ConnectAsync(Phone.Replace("ulaw_8000", format));

        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Hello there. ","flush":false}""");
        await client.SendAsync("""{"text":"How can I help you? "}""");
        await client.SendAsync("""{"text":""}""");
        var messages = await client.RestAsync();

        Assert.Equal(1000, client.CloseCode);
        Assert.Equal("""{"audio":null,"isFinal":true,"normalizedAlignment":null,"alignment":null}""", messages[^1].GetRawText());
        Assert.All(messages.SkipLast(1), message => Assert.Equal(JsonValueKind.Null, message.GetProperty("isFinal").ValueKind));
        var speech = await sandbox.Server.Voice.SpeakAsync("Hello there. How can I help you? ", TestContext.Current.CancellationToken);
        Assert.Equal(Encode(speech.Samples, format).Length, Audio(messages).Length);
        if (format is not "pcm_16000")
        {
            Assert.Equal(Encode(speech.Samples, format), Audio(messages));
        }
    }

    [Fact]
    public async Task Little_text_waits_for_the_schedule_and_a_flush_speaks_it()
    {
        using var client = await ConnectAsync(Phone);

        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Not yet enough. "}""");
        await client.SendAsync("""{"text":"Now it is. ","flush":true}""");
        var first = await client.NextAsync();

        Assert.Equal("Not yet enough. Now it is. ", string.Concat(Characters(first!.Value.GetProperty("alignment"))));
    }

    [Fact]
    public async Task Enough_text_for_the_schedule_is_spoken_without_a_flush()
    {
        using var client = await ConnectAsync(Phone);

        await client.SendAsync("""{"text":" ","generation_config":{"chunk_length_schedule":[50]}}""");
        await client.SendAsync("""{"text":"This sentence is long enough to be spoken by itself. "}""");

        Assert.StartsWith("This sentence", string.Concat(Characters((await client.NextAsync())!.Value.GetProperty("alignment"))));
    }

    [Fact]
    public async Task With_auto_mode_every_text_is_spoken_at_once()
    {
        using var client = await ConnectAsync(Phone + "&auto_mode=true");

        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Yes. "}""");

        Assert.Equal("Yes. ", string.Concat(Characters((await client.NextAsync())!.Value.GetProperty("alignment"))));
    }

    [Fact]
    public async Task The_first_message_of_a_generation_times_every_character()
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Good morning, this is a longer sentence. "}""");
        await client.SendAsync("""{"text":""}""");
        var messages = await client.RestAsync();

        var alignment = messages[0].GetProperty("alignment");
        var starts = alignment.GetProperty("charStartTimesMs").EnumerateArray().Select(time => time.GetInt32()).ToArray();
        var durations = alignment.GetProperty("charDurationsMs").EnumerateArray().Select(time => time.GetInt32()).ToArray();
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(starts.Length, durations.Length);
        Assert.Equal(Audio(messages).Length / 8, starts[^1] + durations[^1]);
        Assert.True(messages.Count > 2);
        Assert.All(messages.Skip(1), message => Assert.Equal(JsonValueKind.Null, message.GetProperty("alignment").ValueKind));
    }

    [Fact]
    public async Task With_sync_alignment_every_message_times_its_own_characters()
    {
        using var client = await ConnectAsync(Phone + "&sync_alignment=true");
        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Good morning, this is a longer sentence. "}""");
        await client.SendAsync("""{"text":""}""");
        var aligned = (await client.RestAsync()).Select(message => message.GetProperty("alignment")).Where(alignment => alignment.ValueKind is JsonValueKind.Object).ToArray();

        Assert.True(aligned.Length > 1);
        Assert.Equal("Good morning, this is a longer sentence. ", string.Concat(aligned.SelectMany(Characters)));
        Assert.All(aligned, alignment => Assert.InRange(alignment.GetProperty("charStartTimesMs")[0].GetInt32(), 0, 440));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("message")]
    public async Task The_key_may_come_in_the_query_or_the_first_message(string place)
    {
        var key = SandboxKeys.Valid("elevenlabs");
        using var client = await SandboxSocketClient.ConnectAsync(sandbox.Server, "elevenlabs", place is "query" ? $"{Phone}&authorization={key}" : Phone);

        await client.SendAsync(place is "query" ? Start : Start.Replace("{\"text\"", $"{{\"xi-api-key\":\"{key}\",\"text\""));
        await client.SendAsync("""{"text":"Hi "}""");
        await client.SendAsync("""{"text":""}""");

        Assert.True((await client.RestAsync()).Count >= 2);
        Assert.DoesNotContain(sandbox.Server.Recorded.Of("elevenlabs"), connection => connection.Query.Contains(key));
    }

    [Theory]
    [InlineData("wrong", "invalid_api_key")]
    [InlineData("no-credit", "quota_exceeded")]
    [InlineData("rate-limited", "too_many_concurrent_requests")]
    [InlineData("missing", "needs_authorization")]
    public async Task A_key_is_refused_on_the_socket_with_an_error_and_1008(string kind, string error)
    {
        using var client = await SandboxSocketClient.ConnectAsync(sandbox.Server, "elevenlabs", Phone, options =>
        {
            if (kind is not "missing")
            {
                options.SetRequestHeader("xi-api-key", Key(kind));
            }
        });
        await client.SendAsync(Start);

        AssertRefused(Assert.Single(await client.RestAsync()), error);
        Assert.Equal(1008, client.CloseCode);
    }

    [Theory]
    [InlineData("/v1/text-to-speech/nobody/stream-input?output_format=ulaw_8000", Start, "voice_not_found")]
    [InlineData(Voice + "/stream-input?model_id=eleven_v3&output_format=ulaw_8000", Start, "model_not_found")]
    [InlineData(Voice + "/stream-input?output_format=ulaw_44100", Start, "invalid_output_format")]
    [InlineData(Voice + "/stream-input", Start, "invalid_output_format")]
    [InlineData(Phone + "&inactivity_timeout=500", Start, "invalid_parameter")]
    [InlineData(Phone, """{"text":"Hello"}""", "invalid_message")]
    [InlineData(Phone, "Hello", "invalid_message")]
    [InlineData(Phone, """{"text":" ","generation_config":{"chunk_length_schedule":[20]}}""", "invalid_generation_config")]
    [InlineData(Phone, """{"text":" ","voice_settings":{"speed":3}}""", "invalid_voice_settings")]
    public async Task What_the_real_service_refuses_is_refused(string path, string first, string error)
    {
        using var client = await ConnectAsync(path);
        await client.SendAsync(first);

        AssertRefused(Assert.Single(await client.RestAsync()), error);
        Assert.Equal(1008, client.CloseCode);
    }

    [Fact]
    public async Task Settings_cannot_change_later()
    {
        using var client = await ConnectAsync(Phone);
        await client.SendAsync(Start);
        await client.SendAsync("""{"text":"Hi ","voice_settings":{"stability":0.1}}""");

        AssertRefused(Assert.Single(await client.RestAsync()), "invalid_message");
    }

    [Fact]
    public async Task A_socket_without_text_is_ended_after_its_time()
    {
        using var client = await ConnectAsync(Phone + "&inactivity_timeout=1");
        await client.SendAsync(Start);

        var error = Assert.Single(await client.RestAsync());
        Assert.Equal("input_timeout_exceeded", error.GetProperty("error").GetString());
        Assert.Equal(1008, client.CloseCode);
        Assert.StartsWith("Have not received a new text input within the timeout of 1.0 seconds.", client.CloseReason);
    }

    [Theory]
    [InlineData("/v1/user", "valid", 200, null)]
    [InlineData("/v1/user", "no-credit", 200, null)]
    [InlineData("/v1/user", "wrong", 401, "invalid_api_key")]
    [InlineData("/v1/user", "limited", 401, "missing_permissions")]
    [InlineData("/v1/user", "rate-limited", 429, "too_many_concurrent_requests")]
    [InlineData("/v1/voices", "valid", 200, null)]
    [InlineData("/v1/voices", "limited", 401, "missing_permissions")]
    [InlineData("/v1/models", "valid", 200, null)]
    [InlineData("/v1/models", "limited", 401, "missing_permissions")]
    public async Task The_lists_tell_the_state_of_the_key(string path, string kind, int status, string? error)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "elevenlabs", path, ("xi-api-key", Key(kind)));

        Assert.Equal(status, answer.Status);
        if (error is not null)
        {
            Assert.Equal(error, answer.Json.GetProperty("detail").GetProperty("status").GetString());
        }
    }

    [Theory]
    [InlineData("valid", """{"text":".","model_id":"eleven_flash_v2_5"}""", 200)]
    [InlineData("limited", """{"text":"Hi","model_id":"eleven_flash_v2_5"}""", 200)]
    [InlineData("no-credit", """{"text":"Hi"}""", 401)]
    [InlineData("valid", """{"model_id":"eleven_flash_v2_5"}""", 422)]
    [InlineData("valid", """{"text":"Hi","model_id":"eleven_v9"}""", 400)]
    public async Task Text_can_be_spoken_over_http_by_a_key_that_may(string kind, string body, int status)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Post, "elevenlabs", Voice + "/stream?output_format=pcm_16000", ("xi-api-key", Key(kind)), body);

        Assert.Equal(status, answer.Status);
    }

    private static void AssertRefused(JsonElement message, string error)
    {
        Assert.Equal(error, message.GetProperty("error").GetString());
        Assert.Equal(1008, message.GetProperty("code").GetInt32());
        Assert.NotEmpty(message.GetProperty("message").GetString() ?? "");
    }

    private static IEnumerable<string?> Characters(JsonElement alignment) => alignment.GetProperty("chars").EnumerateArray().Select(character => character.GetString());

    private static byte[] Audio(IEnumerable<JsonElement> messages) =>
        [.. messages.SelectMany(message => message.GetProperty("audio").GetString() is { } audio ? Convert.FromBase64String(audio) : [])];

    private static byte[] Encode(short[] samples, string format) => format switch
    {
        "ulaw_8000" => Array.ConvertAll(samples, G711.EncodeMulaw),
        "alaw_8000" => Array.ConvertAll(samples, G711.EncodeAlaw),
        "pcm_8000" => [.. samples.SelectMany(BitConverter.GetBytes)],
        _ => new byte[samples.Length * 4],
    };

    private static string Key(string kind) => kind switch
    {
        "valid" => SandboxKeys.Valid("elevenlabs"),
        "no-credit" => SandboxKeys.WithoutCredit("elevenlabs"),
        "limited" => SandboxKeys.Limited("elevenlabs"),
        "rate-limited" => SandboxKeys.RateLimited("elevenlabs"),
        _ => "sk_wrong",
    };

    private Task<SandboxSocketClient> ConnectAsync(string path) =>
        SandboxSocketClient.ConnectAsync(sandbox.Server, "elevenlabs", path, options => options.SetRequestHeader("xi-api-key", Key("valid")));
}
