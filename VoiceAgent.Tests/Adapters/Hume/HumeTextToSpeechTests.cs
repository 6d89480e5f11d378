using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Hume;

[Trait("Kind", "Adapter")]
public sealed class HumeTextToSpeechTests
{
    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu, Speed = 1.1 };

    [Fact]
    public async Task The_request_holds_what_the_protocol_wants_and_the_key_in_one_header()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Hume, Lines(Audio(4800, isLast: true)));

        await SpeakAsync(provider, Phone, " Hello there. ");

        var request = Assert.Single(provider.Requests);
        Assert.Equal("/v0/tts/stream/json", request.Path);
        Assert.Equal(ScriptedProvider.Key, request.Headers["X-Hume-Api-Key"]);
        using var expected = JsonDocument.Parse("""
            {
              "utterances": [ { "text": "Hello there.", "voice": { "provider": "HUME_AI", "name": "Ava Song" }, "speed": 1.1 } ],
              "version": "2", "format": { "type": "pcm" }, "instant_mode": true, "strip_headers": true, "split_utterances": false,
              "num_generations": 1, "include_timestamp_types": ["word"]
            }
            """);
        using var sent = JsonDocument.Parse(request.Body);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), request.Body);
    }

    [Theory]
    [InlineData("Kora", """{"provider":"HUME_AI","name":"Kora"}""")]
    [InlineData("5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c", """{"provider":"HUME_AI","id":"5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c"}""")]
    [InlineData("custom:My voice", """{"provider":"CUSTOM_VOICE","name":"My voice"}""")]
    [InlineData("custom:5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c", """{"provider":"CUSTOM_VOICE","id":"5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c"}""")]
    public void A_voice_is_named_as_it_was_chosen(string chosen, string voice)
    {
        using var sent = JsonDocument.Parse(HumeProtocol.Write("Hi.", Phone with { VoiceId = chosen, Model = "1" }));

        Assert.Equal(voice, sent.RootElement.GetProperty("utterances")[0].GetProperty("voice").GetRawText());
        Assert.Equal("1", sent.RootElement.GetProperty("version").GetString());
        Assert.False(sent.RootElement.TryGetProperty("include_timestamp_types", out _));
    }

    [Fact]
    public async Task Audio_is_resampled_and_words_lie_on_one_time_line_with_their_punctuation()
    {
        // 0.3 s a sentence, in two pieces that break a sample; the second piece of text begins where the first one's audio ends.
        await using var provider = await ScriptedProvider.StartAsync(
            ProviderName.Hume,
            Lines(Word("Hello", 10), Word("42", 90), Audio(14_401, isLast: false), Word("forty", 120), Word("you", 200), Audio(14_399, isLast: true)));

        var spoken = await SpeakAsync(provider, Phone, "Hello, 42: you!", "Hello, you.");

        var total = spoken.Sum(piece => piece.Frame.Data.Length);
        Assert.Equal(2 * 2400, total);
        Assert.All(spoken, piece => Assert.Equal(AudioFormat.Pcmu, piece.Frame.Format));
        Assert.Equal(
            [("Hello,", 10), ("42:", 90), ("forty", 120), ("you!", 200), ("Hello,", 310), ("42", 390), ("forty", 420), ("you.", 500)],
            spoken.SelectMany(piece => piece.Words).Select(word => (word.Text, (int)word.Start.TotalMilliseconds)));
    }

    [Theory]
    [InlineData("""{"type":"error","code":"E0300","message":"secret"}""", ProviderErrorKind.QuotaExceeded)]
    [InlineData("""{"type":"error","code":"E0101"}""", ProviderErrorKind.Rejected)]
    [InlineData("""{"type":"error"}""", ProviderErrorKind.Unavailable)]
    [InlineData("""{"type":"audio","audio":"not base64!"}""", ProviderErrorKind.Protocol)]
    [InlineData("""<html>""", ProviderErrorKind.Protocol)]
    [InlineData("", ProviderErrorKind.Protocol)]
    public async Task What_stands_in_the_stream_instead_of_audio_is_told_apart(string line, ProviderErrorKind kind)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Hume, Lines(line));

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => SpeakAsync(provider, Phone, "Hi."))).Kind);
    }

    [Theory]
    [InlineData(401, "", ProviderErrorKind.Unauthorized)]
    [InlineData(400, """{"code":"E0300","error":"Out of credits"}""", ProviderErrorKind.QuotaExceeded)]
    [InlineData(400, """{"code":"E0100"}""", ProviderErrorKind.Rejected)]
    [InlineData(422, """{"detail":[]}""", ProviderErrorKind.Rejected)]
    [InlineData(429, "", ProviderErrorKind.RateLimited)]
    [InlineData(502, "<html>", ProviderErrorKind.Unavailable)]
    public void A_refusal_has_its_kind(int status, string body, ProviderErrorKind kind) =>
        Assert.Equal(kind, HumeErrors.Refused(new RefusedResponse(status, body, null)).Kind);

    private static async Task<List<SpokenAudio>> SpeakAsync(ScriptedProvider provider, VoiceSettings voice, params string[] pieces)
    {
        var spoken = new List<SpokenAudio>();
        var port = new HumeFactory(provider.Endpoints, provider.Transport, TimeProvider.System).Create(provider.Lease);
        await foreach (var piece in port.SpeakAsync(pieces.ToAsyncEnumerable(), voice, CancellationToken.None))
        {
            spoken.Add(piece with { Frame = piece.Frame with { Data = piece.Frame.Data.ToArray() } });
        }

        return spoken;
    }

    private static RequestDelegate Lines(params string[] lines) => context => context.Response.WriteAsync(string.Join('\n', lines), Encoding.UTF8);

    private static string Audio(int bytes, bool isLast) =>
        $$"""{"type":"audio","audio":"{{Convert.ToBase64String(new byte[bytes])}}","is_last_chunk":{{(isLast ? "true" : "false")}},"snippet":null}""";

    private static string Word(string text, int begin) =>
        JsonSerializer.Serialize(new { type = "timestamp", timestamp = new { type = "word", text, time = new { begin, end = begin + 50 } } });
}
