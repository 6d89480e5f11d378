using System.Text;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Deepgram;

[Trait("Kind", "Unit")]
public sealed class DeepgramProtocolTests
{
    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public void A_phone_line_is_asked_for_in_its_own_codec_with_interims_and_both_ends_of_speech() => Assert.Equal(
        "/v1/listen?model=nova-3&language=en-US&encoding=mulaw&sample_rate=8000&channels=1"
        + "&interim_results=true&punctuate=true&endpointing=300&utterance_end_ms=1000&vad_events=true",
        DeepgramProtocol.ListenPath(Phone));

    [Theory]
    [InlineData(AudioEncoding.Alaw, 8000, "encoding=alaw&sample_rate=8000")]
    [InlineData(AudioEncoding.Linear16, 16000, "encoding=linear16&sample_rate=16000")]
    public void Every_codec_goes_out_untouched(AudioEncoding encoding, int rate, string expected) =>
        Assert.Contains(expected, DeepgramProtocol.ListenPath(Phone with { Format = new AudioFormat(encoding, rate) }), StringComparison.Ordinal);

    [Fact]
    public void What_a_user_chose_is_escaped_and_endpointing_never_falls_below_the_least()
    {
        var path = DeepgramProtocol.ListenPath(Phone with { Model = "nova-3&x=1", Language = "a b", EndpointingSilence = TimeSpan.Zero });

        Assert.StartsWith("/v1/listen?model=nova-3%26x%3D1&language=a%20b&", path, StringComparison.Ordinal);
        Assert.Contains("&endpointing=10&", path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nova-3", "&keyterm=Spoke%20%26%20Chain&keyterm=Zo%C3%AB")]
    [InlineData("nova-2-phonecall", "&keywords=Spoke%20%26%20Chain&keywords=Zo%C3%AB")]
    public void Vocabulary_goes_out_as_the_model_takes_it(string model, string expected) => Assert.EndsWith(
        "&vad_events=true" + expected, DeepgramProtocol.ListenPath(Phone with { Model = model, Vocabulary = ["Spoke & Chain", "Zoë"] }), StringComparison.Ordinal);

    [Fact]
    public void Messages_of_unknown_kinds_are_ignored()
    {
        Assert.Null(Parse("""{"type":"SomethingNew","channel":[0,1]}"""));
        Assert.Null(Parse("""{"no":"type"}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"type":"Results","channel":[0,1]}""")]
    [InlineData("""{"type":"Results","start":"soon"}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":{}}}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":[{"words":[7]}]}}""")]
    [InlineData("""{"type":{}}""")]
    [InlineData("""{"type":"Metadata"} {}""")]
    public void What_is_no_message_is_a_protocol_error(string text)
    {
        var error = Assert.Throws<ProviderException>(() => Parse(text));

        Assert.Equal((ProviderName.Deepgram, ProviderErrorKind.Protocol), (error.Provider, error.Kind));
    }

    [Theory]
    [InlineData(400, """{"err_code":"INVALID_QUERY_PARAMETER","err_msg":"…"}""", ProviderErrorKind.Rejected, "INVALID_QUERY_PARAMETER")]
    [InlineData(401, """{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials."}""", ProviderErrorKind.Unauthorized, "INVALID_AUTH")]
    [InlineData(402, """{"err_code":"ASR_PAYMENT_REQUIRED","err_msg":"…"}""", ProviderErrorKind.QuotaExceeded, "ASR_PAYMENT_REQUIRED")]
    [InlineData(403, """{"err_code":"INSUFFICIENT_PERMISSIONS","err_msg":"…"}""", ProviderErrorKind.Unauthorized, "INSUFFICIENT_PERMISSIONS")]
    [InlineData(405, "", ProviderErrorKind.Rejected, null)]
    [InlineData(429, """{"err_code":"TOO_MANY_REQUESTS","err_msg":"…"}""", ProviderErrorKind.RateLimited, "TOO_MANY_REQUESTS")]
    [InlineData(503, "<html>down</html>", ProviderErrorKind.Unavailable, null)]
    [InlineData(200, "hello", ProviderErrorKind.Protocol, null)]
    public void A_refused_upgrade_has_its_kind(int status, string body, ProviderErrorKind kind, string? code)
    {
        var error = DeepgramErrors.Refused(new RefusedResponse(status, body, TimeSpan.FromSeconds(3)));

        Assert.Equal((kind, status, code, TimeSpan.FromSeconds(3)), (error.Kind, error.StatusCode, error.Code, error.RetryAfter));
    }

    [Theory]
    [InlineData(1011, "Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000", ProviderErrorKind.Unavailable, "NET-0000")]
    [InlineData(1011, "NET-0001", ProviderErrorKind.Unavailable, "NET-0001")]
    [InlineData(1008, "DATA-0000", ProviderErrorKind.Rejected, "DATA-0000")]
    [InlineData(1000, "", ProviderErrorKind.Protocol, null)]
    [InlineData(1005, "", ProviderErrorKind.Protocol, null)]
    [InlineData(4321, "?", ProviderErrorKind.Protocol, null)]
    public void A_close_nobody_asked_for_has_its_kind(int code, string reason, ProviderErrorKind kind, string? known)
    {
        var error = DeepgramErrors.Closed(new SocketClose(code, reason));

        Assert.Equal((kind, code, known), (error.Kind, error.StatusCode, error.Code));
    }

    [Fact]
    public void A_result_is_read_whatever_the_order_of_its_fields_and_only_its_best_alternative_counts()
    {
        var result = Assert.IsType<ResultsMessage>(Parse("""
            {"metadata":{"type":"Other","start":[7]},"channel":{"alternatives":[
               {"words":[{"word":"tell","start":6.07,"end":6.31,"language":"en"},{"end":6.5,"speaker":{"end":9}}],"confidence":0.99,"languages":["en","es"],"transcript":"Tell me."},
               {"transcript":"Tall me.","words":[{"end":99}]}],"detected":null},
             "speech_final":null,"is_final":true,"duration":1.98,"start":5.99,"type":"Results","new":[{"type":"x"}]}
            """));

        Assert.Equal((5.99, 1.98, true, false), (result.Start, result.Duration, result.IsFinal, result.SpeechFinal));
        Assert.Equal(("Tell me.", 6.5, "en"), (result.Best.Transcript, result.Best.LastWordEnd, result.Best.Language));
        Assert.Equal(["en"], result.Best.WordLanguages);
    }

    [Theory]
    [InlineData("""{"type":"Results"}""")]
    [InlineData("""{"type":"Results","channel":null}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":null}}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":[]}}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":[null]}}""")]
    [InlineData("""{"type":"Results","channel":{"alternatives":[{"transcript":null,"words":null,"languages":[]}]}}""")]
    public void A_result_without_words_has_none(string text) => Assert.Equal(default, Assert.IsType<ResultsMessage>(Parse(text)).Best);

    internal static DeepgramMessage? Parse(string text) => DeepgramProtocol.Parse(Encoding.UTF8.GetBytes(text));
}
