using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Deepgram;

[Trait("Kind", "Adapter")]
public sealed class DeepgramListenTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Phone = "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&interim_results=true&endpointing=300&utterance_end_ms=1000&vad_events=true&smart_format=true";
    private const string Question = "Hello, what are your opening hours?";

    [Theory]
    [InlineData("mulaw", 8000)]
    [InlineData("alaw", 8000)]
    [InlineData("linear16", 8000)]
    [InlineData("linear16", 16000)]
    public async Task Speech_becomes_growing_interims_a_final_with_speech_final_and_an_utterance_end(string encoding, int rate)
    {
        using var client = await ConnectAsync(Phone.Replace("mulaw", encoding).Replace("8000", rate.ToString()));

        await SpeakAsync(client, Question, encoding, rate);
        await client.SendAsync("""{"type":"CloseStream"}""");
        var messages = await client.RestAsync();

        Assert.Equal(1000, client.CloseCode);
        Assert.Equal("Metadata", messages[^1].GetProperty("type").GetString());
        var final = Assert.Single(messages, message => IsResult(message) && message.GetProperty("speech_final").GetBoolean());
        Assert.Equal(Question, Transcript(final));
        Assert.True(final.GetProperty("is_final").GetBoolean());

        var interims = messages.Where(message => IsResult(message) && !message.GetProperty("is_final").GetBoolean() && Transcript(message).Length > 0).ToArray();
        Assert.True(interims.Length >= 3);
        Assert.All(interims, interim => Assert.StartsWith(Transcript(interim), Question));
        Assert.Equal(interims.Select(interim => Transcript(interim).Length).Order(), interims.Select(interim => Transcript(interim).Length));
        Assert.Single(messages, message => message.GetProperty("type").GetString() == "SpeechStarted");
        Assert.Single(messages, message => message.GetProperty("type").GetString() == "UtteranceEnd");
    }

    [Fact]
    public async Task A_result_has_the_documented_shape()
    {
        using var client = await ConnectAsync(Phone);

        await SpeakAsync(client, Question);
        JsonElement result;
        do
        {
            result = await client.NextAsync() ?? throw new InvalidOperationException("The socket ended.");
        }
        while (!IsResult(result) || !result.GetProperty("speech_final").GetBoolean());

        Assert.Equal(
            ["type", "channel_index", "duration", "start", "is_final", "speech_final", "channel", "metadata", "from_finalize"],
            result.EnumerateObject().Select(member => member.Name));
        Assert.Equal([0, 1], result.GetProperty("channel_index").EnumerateArray().Select(number => number.GetInt32()));
        var words = result.GetProperty("channel").GetProperty("alternatives")[0].GetProperty("words").EnumerateArray().ToArray();
        Assert.Equal(["hello", "what", "are", "your", "opening", "hours"], words.Select(word => word.GetProperty("word").GetString()));
        Assert.Equal("Hello,", words[0].GetProperty("punctuated_word").GetString());
        Assert.All(words, word => Assert.True(word.GetProperty("start").GetDouble() < word.GetProperty("end").GetDouble()));
        Assert.All(words, word => Assert.InRange(word.GetProperty("confidence").GetDouble(), 0.9, 1));
    }

    [Fact]
    public async Task Without_the_options_there_are_only_plain_finals()
    {
        using var client = await ConnectAsync("/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&endpointing=300");

        await SpeakAsync(client, Question);
        await client.SendAsync([]);
        var messages = await client.RestAsync();

        Assert.All(messages.SkipLast(1), message => Assert.True(IsResult(message) && message.GetProperty("is_final").GetBoolean()));
        var said = messages.SkipLast(1).Select(Transcript).Where(text => text.Length > 0);
        Assert.Equal("hello what are your opening hours", string.Join(' ', said));
        Assert.False(messages[0].GetProperty("channel").GetProperty("alternatives")[0].GetProperty("words")[0].TryGetProperty("punctuated_word", out _));
        Assert.Equal(1000, client.CloseCode);
    }

    [Fact]
    public async Task Finalize_flushes_what_was_heard_and_says_so()
    {
        using var client = await ConnectAsync("/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&endpointing=false&punctuate=true");

        await SpeakAsync(client, Question, silence: 0.1);
        await client.SendAsync("""{"type":"Finalize"}""");
        var result = await client.NextAsync();
        await client.SendAsync("""{"type":"Finalize"}""");
        await client.SendAsync("""{"type":"CloseStream"}""");
        var rest = await client.RestAsync();

        Assert.Equal(Question, Transcript(result!.Value));
        Assert.True(result.Value.GetProperty("from_finalize").GetBoolean());
        Assert.True(result.Value.GetProperty("is_final").GetBoolean());
        Assert.Equal("Metadata", Assert.Single(rest).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Long_speech_becomes_several_finals_before_the_speech_final()
    {
        const string Story = "I would like to book a table for this evening because my old friends from the university are coming over and we have not seen each other for such a long time";
        using var client = await ConnectAsync(Phone);

        await SpeakAsync(client, Story);
        await client.SendAsync("""{"type":"CloseStream"}""");
        var finals = (await client.RestAsync()).Where(message => IsResult(message) && message.GetProperty("is_final").GetBoolean()).ToArray();

        Assert.True(finals.Length >= 2);
        Assert.Equal(Story, string.Join(' ', finals.Select(Transcript).Where(text => text.Length > 0)));
        for (var i = 1; i < finals.Length; i++)
        {
            Assert.Equal(
                finals[i - 1].GetProperty("start").GetDouble() + finals[i - 1].GetProperty("duration").GetDouble(), finals[i].GetProperty("start").GetDouble(), 0.005);
        }
    }

    [Fact]
    public async Task Channels_are_transcribed_separately_when_asked_for()
    {
        var speech = await sandbox.SayAsync(Question);
        using var client = await ConnectAsync("/v1/listen?model=nova-3&encoding=linear16&sample_rate=8000&channels=2&multichannel=true&endpointing=300");
        var audio = new byte[(speech.Samples.Length + 8000) * 4];
        for (var i = 0; i < speech.Samples.Length; i++)
        {
            BitConverter.TryWriteBytes(audio.AsSpan((i * 4) + 2), speech.Samples[i]);
        }

        await client.SendAsync(audio);
        await client.SendAsync("""{"type":"CloseStream"}""");
        var results = (await client.RestAsync()).Where(IsResult).ToArray();

        Assert.Contains(results, result => Transcript(result).StartsWith("hello what", StringComparison.Ordinal) && result.GetProperty("channel_index")[0].GetInt32() == 1);
        Assert.DoesNotContain(results, result => Transcript(result).Length > 0 && result.GetProperty("channel_index")[0].GetInt32() == 0);
    }

    [Fact]
    public async Task A_key_may_come_as_a_sub_protocol()
    {
        using var client = await SandboxSocketClient.ConnectAsync(sandbox.Server, "deepgram", Phone, options =>
        {
            options.AddSubProtocol("token");
            options.AddSubProtocol(SandboxKeys.Valid("deepgram"));
        });

        Assert.Equal("token", client.SubProtocol);
    }

    [Fact]
    public async Task Audio_that_cannot_be_decoded_and_unknown_messages_close_with_1008()
    {
        using var undecodable = await ConnectAsync("/v1/listen?model=nova-3");
        await undecodable.SendAsync(new byte[320]);
        Assert.Empty(await undecodable.RestAsync());
        Assert.Equal(1008, undecodable.CloseCode);
        Assert.Contains("DATA-0000", undecodable.CloseReason);

        using var unknown = await ConnectAsync(Phone);
        await unknown.SendAsync("hello");
        Assert.Empty(await unknown.RestAsync());
        Assert.Equal(1008, unknown.CloseCode);
    }

    [Fact]
    public async Task Configure_replaces_the_keyterms_of_nova_3_only()
    {
        using var nova3 = await ConnectAsync(Phone);
        await nova3.SendAsync("""{"type":"Configure","keyterms":["Acme"]}""");
        var success = await nova3.NextAsync();
        Assert.Equal("ConfigureSuccess", success!.Value.GetProperty("type").GetString());
        Assert.Equal("Acme", success.Value.GetProperty("keyterms")[0].GetString());

        using var nova2 = await ConnectAsync(Phone.Replace("nova-3", "nova-2"));
        await nova2.SendAsync("""{"type":"Configure","keyterms":["Acme"]}""");
        Assert.Equal("KeytermsNotSupported", (await nova2.NextAsync())!.Value.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("", 401, "INVALID_AUTH")]
    [InlineData("Token 0123456789012345678901234567890123456789", 401, "INVALID_AUTH")]
    [InlineData("Bearer valid", 401, "INVALID_AUTH")]
    [InlineData("Token no-credit", 402, "ASR_PAYMENT_REQUIRED")]
    [InlineData("Token limited", 401, "INSUFFICIENT_PERMISSIONS")]
    [InlineData("Token rate-limited", 429, "TOO_MANY_REQUESTS")]
    public async Task A_key_is_refused_as_its_state_says(string authorization, int status, string code)
    {
        var header = authorization.Replace("valid", SandboxKeys.Valid("deepgram")).Replace("no-credit", SandboxKeys.WithoutCredit("deepgram"))
            .Replace("rate-limited", SandboxKeys.RateLimited("deepgram")).Replace("limited", SandboxKeys.Limited("deepgram"));
        var answer = await sandbox.SendAsync(HttpMethod.Get, "deepgram", Phone, header.Length is 0 ? null : ("Authorization", header));

        AssertRefused(answer, status, code);
    }

    [Theory]
    [InlineData("model=nova-9&encoding=mulaw&sample_rate=8000", 400, "Bad Request")]
    [InlineData("model=flux-general-en&encoding=mulaw&sample_rate=8000", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=whisper&encoding=mulaw&sample_rate=8000", 405, "Method Not Allowed")]
    [InlineData("model=nova-3&encoding=ulaw&sample_rate=8000", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=nova-3&encoding=mulaw", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=nova-3&encoding=mulaw&sample_rate=8k", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=nova-3&encoding=mulaw&sample_rate=8000&interim_results=yes", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=nova-3&encoding=mulaw&sample_rate=8000&endpointing=soon", 400, "INVALID_QUERY_PARAMETER")]
    [InlineData("model=nova-2&encoding=mulaw&sample_rate=8000&keyterm=Acme", 400, "INVALID_QUERY_PARAMETER")]
    public async Task A_query_that_the_real_service_refuses_is_refused(string query, int status, string code) =>
        AssertRefused(await sandbox.SendAsync(HttpMethod.Get, "deepgram", "/v1/listen?" + query, ("Authorization", "Token " + SandboxKeys.Valid("deepgram"))), status, code);

    [Theory]
    [InlineData("valid", 200)]
    [InlineData("no-credit", 200)]
    [InlineData("limited", 200)]
    [InlineData("wrong", 401)]
    [InlineData("rate-limited", 429)]
    public async Task The_key_check_tells_the_state_of_the_key(string kind, int status)
    {
        var key = kind switch
        {
            "valid" => SandboxKeys.Valid("deepgram"),
            "no-credit" => SandboxKeys.WithoutCredit("deepgram"),
            "limited" => SandboxKeys.Limited("deepgram"),
            "rate-limited" => SandboxKeys.RateLimited("deepgram"),
            _ => "wrong",
        };
        var answer = await sandbox.SendAsync(HttpMethod.Get, "deepgram", "/v1/auth/token", ("Authorization", "Token " + key));

        Assert.Equal(status, answer.Status);
        if (status is 200)
        {
            Assert.Equal(kind is not "limited", answer.Json.GetProperty("scopes").EnumerateArray().Any(scope => scope.GetString() == "usage:write"));
        }
    }

    private static void AssertRefused(SandboxAnswer answer, int status, string code)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("err_code").GetString());
        Assert.Equal(answer.Json.GetProperty("err_msg").GetString(), Assert.Single(answer.Headers.GetValues("dg-error")));
        Assert.Equal(answer.Json.GetProperty("request_id").GetString(), Assert.Single(answer.Headers.GetValues("dg-request-id")));
    }

    private static bool IsResult(JsonElement message) => message.GetProperty("type").GetString() == "Results";

    private static string Transcript(JsonElement result) => result.GetProperty("channel").GetProperty("alternatives")[0].GetProperty("transcript").GetString() ?? "";

    private Task<SandboxSocketClient> ConnectAsync(string pathAndQuery) => SandboxSocketClient.ConnectAsync(
        sandbox.Server, "deepgram", pathAndQuery, options => options.SetRequestHeader("Authorization", "Token " + SandboxKeys.Valid("deepgram")));

    private async Task SpeakAsync(SandboxSocketClient client, string text, string encoding = "mulaw", int rate = 8000, double silence = 1.5)
    {
        var speech = await sandbox.SayAsync(text);
        short[] samples = [.. speech.Samples, .. new short[160 - (speech.Samples.Length % 160) + (int)(8000 * silence)]];
        for (var start = 0; start < samples.Length; start += 160)
        {
            var frame = samples.AsSpan(start, Math.Min(160, samples.Length - start));
            await client.SendAsync(Encode(frame, encoding, rate));
        }
    }

    private static byte[] Encode(ReadOnlySpan<short> frame, string encoding, int rate)
    {
        var codes = new byte[frame.Length];
        switch (encoding)
        {
            case "mulaw":
                G711.EncodeMulaw(frame, codes);
                return codes;
            case "alaw":
                G711.EncodeAlaw(frame, codes);
                return codes;
            default:
                var bytes = new List<byte>();
                foreach (var sample in frame)
                {
                    for (var copy = 0; copy < rate / 8000; copy++)
                    {
                        bytes.AddRange(BitConverter.GetBytes(sample));
                    }
                }

                return [.. bytes];
        }
    }
}
