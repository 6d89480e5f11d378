using System.Text;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Soniox;

[Trait("Kind", "Unit")]
public sealed class SonioxListeningTests
{
    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public void The_first_message_says_how_to_listen_and_holds_no_key() => Assert.Equal(
        """{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":1,"language_hints":["en"],"enable_endpoint_detection":true,"max_endpoint_delay_ms":1500}""",
        Encoding.UTF8.GetString(Listening(Phone).Wire.Start.Span));

    [Fact]
    public void What_a_user_chose_is_in_it_and_an_old_model_is_not_told_what_it_does_not_know() => Assert.Equal(
        """{"model":"stt-rt-v3","audio_format":"pcm_s16le","sample_rate":16000,"num_channels":1,"language_hints":["de"],"enable_endpoint_detection":true,"context":{"terms":["Spoke"]}}""",
        Encoding.UTF8.GetString(Listening(Phone with
        {
            Format = new AudioFormat(AudioEncoding.Linear16, 16_000),
            Language = "de-AT",
            Model = "stt-rt-v3",
            Vocabulary = ["Spoke"],
        }).Wire.Start.Span));

    [Theory]
    [InlineData(100, 500)]
    [InlineData(10_000, 3000)]
    public void The_longest_wait_stays_in_the_range_that_is_taken(int wanted, int asked) =>
        Assert.Equal(asked, SonioxListening.StartMessage(Phone with { MaxEndpointingSilence = TimeSpan.FromMilliseconds(wanted) }).MaxEndpointDelayMs);

    [Theory]
    [InlineData("en-GB", "en")]
    [InlineData("nb-NO", "no")]
    [InlineData("fil", null)]
    public void A_language_is_hinted_as_it_is_taken(string language, string? hint) =>
        Assert.Equal(hint is null ? [] : [hint], SonioxListening.StartMessage(Phone with { Language = language }).LanguageHints);

    [Fact]
    public void Pieces_become_words_and_a_mark_ends_them() => Assert.Equal(
        [
            new SpeechEvent.Interim("Hel"),
            new SpeechEvent.Interim("Hello wor"),
            new SpeechEvent.Interim("Hello world."),
            new SpeechEvent.Final("Hello world.", EndOfSpeech: true) { EndOfTurn = true, SettledTo = TimeSpan.FromMilliseconds(760) },
            new SpeechEvent.Interim("And"),
        ],
        Events(
            """{"tokens":[]}""",
            Tokens(("Hel", false)),
            Tokens(("Hel", true), ("lo", true), (" wor", false)),
            Tokens((" wor", false), ("ld.", false)),
            Tokens((" world.", true), ("<end>", true), (" And", false))));

    [Fact]
    public void Pieces_that_stay_open_at_the_end_are_words_too()
    {
        var listening = Listening(Phone);
        var events = new List<SpeechEvent>();
        listening.Read(Encoding.UTF8.GetBytes(Tokens(("Good", true), (" bye", false))), events);
        Assert.True(listening.HasOpenWords);
        listening.Read("""{"tokens":[{"text":" bye.","is_final":true}],"finished":true}"""u8, events);
        Assert.True(listening.IsFinished);

        listening.Finish(events);

        Assert.Equal(new SpeechEvent.Final("Good bye.", EndOfSpeech: false), events[^1]);
    }

    [Fact]
    public void The_answer_to_finalize_settles_without_an_end() => Assert.Equal(
        [new SpeechEvent.Final("Hello", EndOfSpeech: false) { SettledTo = TimeSpan.FromMilliseconds(760) }],
        Events(Tokens(("Hello", true), ("<fin>", true))));

    [Theory]
    [InlineData(401, "unauthenticated", ProviderErrorKind.Unauthorized)]
    [InlineData(401, null, ProviderErrorKind.Unauthorized)]
    [InlineData(402, "project_monthly_budget_exhausted", ProviderErrorKind.QuotaExceeded)]
    [InlineData(402, null, ProviderErrorKind.QuotaExceeded)]
    [InlineData(403, "permission_denied", ProviderErrorKind.Unauthorized)]
    [InlineData(400, "invalid_request", ProviderErrorKind.Rejected)]
    [InlineData(400, "model_not_available", ProviderErrorKind.Rejected)]
    [InlineData(400, "max_duration_reached", ProviderErrorKind.Unavailable)]
    [InlineData(408, "request_timeout", ProviderErrorKind.Timeout)]
    [InlineData(429, "max_concurrent_connections_reached", ProviderErrorKind.RateLimited)]
    [InlineData(429, null, ProviderErrorKind.RateLimited)]
    [InlineData(503, "service_unavailable", ProviderErrorKind.Unavailable)]
    [InlineData(500, "something_new", ProviderErrorKind.Unavailable)]
    public void An_error_message_has_its_kind_and_none_of_its_text(int code, string? type, ProviderErrorKind kind)
    {
        var typed = type is null ? string.Empty : $"\"error_type\":\"{type}\",";
        var error = Assert.Throws<ProviderException>(() => Events($$"""{"tokens":[],{{typed}}"error_code":{{code}},"error_message":"secret words"}"""));

        Assert.Equal((ProviderName.Soniox, kind, code), (error.Provider, error.Kind, error.StatusCode));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"tokens":{}}""")]
    public void What_is_no_message_is_a_protocol_error(string text) =>
        Assert.Equal(ProviderErrorKind.Protocol, Assert.Throws<ProviderException>(() => Events(text)).Kind);

    [Theory]
    [InlineData(1011, ProviderErrorKind.Unavailable)]
    [InlineData(1000, ProviderErrorKind.Protocol)]
    public void A_close_without_a_message_has_its_kind(int code, ProviderErrorKind kind) =>
        Assert.Equal(kind, Listening(Phone).Closed(new SocketClose(code, "")).Kind);

    private static SonioxListening Listening(SpeechToTextOptions options) => new(
        new SocketRequest { Address = new Uri("ws://127.0.0.1"), Authorize = _ => { }, Refused = SonioxErrors.Refused }, options, new AudioPosition());

    private static List<SpeechEvent> Events(params string[] messages)
    {
        var listening = Listening(Phone);
        var events = new List<SpeechEvent>();
        foreach (var message in messages)
        {
            listening.Read(Encoding.UTF8.GetBytes(message), events);
        }

        return events;
    }

    private static string Tokens(params (string Text, bool IsFinal)[] tokens) =>
        $$"""{"tokens":[{{string.Join(',', tokens.Select(token => $$"""{"text":"{{token.Text}}","start_ms":600,"end_ms":700,"confidence":0.9,"is_final":{{(token.IsFinal ? "true" : "false")}}}"""))}}],"final_audio_proc_ms":760,"total_audio_proc_ms":880}""";
}
