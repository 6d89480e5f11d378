using System.Text;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.AssemblyAI;

[Trait("Kind", "Unit")]
public sealed class AssemblyAIListeningTests
{
    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public void A_phone_line_is_asked_for_in_its_own_codec() => Assert.Equal(
        "/v3/ws?speech_model=universal-streaming-english&sample_rate=8000&encoding=pcm_mulaw&min_turn_silence=300&max_turn_silence=1500&format_turns=true",
        AssemblyAIListening.ListenPath(Phone));

    [Fact]
    public void A_law_goes_out_as_samples_and_another_language_takes_the_multilingual_model()
    {
        var options = Phone with { Format = AudioFormat.Pcma, Language = "es", Vocabulary = ["Señor Ñandú"] };

        Assert.Equal(
            "/v3/ws?speech_model=universal-streaming-multilingual&sample_rate=8000&encoding=pcm_s16le&min_turn_silence=300&max_turn_silence=1500&format_turns=true"
            + "&keyterms_prompt=" + Uri.EscapeDataString("""["Se\u00F1or \u00D1and\u00FA"]"""),
            AssemblyAIListening.ListenPath(options));
        Assert.Equal(new AudioFormat(AudioEncoding.Linear16, 8000), Listening(options).Wire.Format);
    }

    [Fact]
    public void The_newer_models_are_told_the_language_and_not_to_format() => Assert.Equal(
        "/v3/ws?speech_model=universal-3-6&sample_rate=8000&encoding=pcm_mulaw&min_turn_silence=200&max_turn_silence=200&language_codes=%5B%22de%22%5D",
        AssemblyAIListening.ListenPath(Phone with { Model = "universal-3-6", Language = "de-DE", MaxEndpointingSilence = TimeSpan.FromMilliseconds(200) }));

    [Fact]
    public void A_turn_ends_once_and_is_then_written_better() => Assert.Equal(
        [
            new SpeechEvent.Interim("hi"),
            new SpeechEvent.Interim("hi my name"),
            new SpeechEvent.Final("hi my name is ada", EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.9, SettledTo = TimeSpan.FromMilliseconds(2560) },
            new SpeechEvent.Rewritten("Hi, my name is Ada."),
            new SpeechEvent.Interim("and"),
        ],
        Events(
            Turn(0, "", ("hi", false)),
            Turn(0, "hi", ("hi", true)),
            Turn(0, "hi my", ("hi", true), ("my", true), ("name", false)),
            End(0, "hi my name is ada", isFormatted: false),
            Turn(0, "hi my name is ada", ("hi", true)),
            End(0, "Hi, my name is Ada.", isFormatted: true),
            Turn(1, "", ("and", false))));

    [Fact]
    public void A_turn_written_out_at_once_ends_once() => Assert.Equal(
        [
            new SpeechEvent.Interim("Hi my"),
            new SpeechEvent.Final("Hi, my name is Ada.", EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.9, SettledTo = TimeSpan.FromMilliseconds(2560) },
        ],
        Events(Turn(0, "Hi my", ("Hi", true), ("my", true)), End(0, "Hi, my name is Ada.", isFormatted: true)));

    [Fact]
    public void The_newer_models_hold_all_words_in_the_transcript() => Assert.Equal(
        [
            new SpeechEvent.Started(TimeSpan.FromMilliseconds(1216)),
            new SpeechEvent.Interim("Hi, my—"),
            new SpeechEvent.Final("Hi, my name is Ada.", EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.9, SettledTo = TimeSpan.FromMilliseconds(2560) },
        ],
        Events(
            """{"type":"SpeechStarted","timestamp":1216}""",
            Turn(0, "Hi, my—", ("Hi,", false), ("my", false)),
            End(0, "Hi, my name is Ada.", isFormatted: true)));

    [Fact]
    public void A_turn_left_open_keeps_its_words()
    {
        var listening = Listening(Phone);
        var events = new List<SpeechEvent>();
        listening.Read(Encoding.UTF8.GetBytes(Turn(0, "good", ("good", true), ("bye", false))), events);
        listening.Read("""{"type":"Termination","audio_duration_seconds":13,"session_duration_seconds":13}"""u8, events);
        Assert.True(listening.IsFinished);

        listening.Finish(events);

        Assert.Equal(new SpeechEvent.Final("good bye", EndOfSpeech: false), events[^1]);
        Assert.False(listening.HasOpenWords);
    }

    [Theory]
    [InlineData(3 * 3600, 3 * 3600 - 300)]
    [InlineData(600, 300)]
    [InlineData(60, 30)]
    [InlineData(-5, 0)]
    public void Another_session_is_due_before_this_one_ends(int lasts, int dueAfter)
    {
        var listening = Listening(Phone);
        Assert.False(listening.IsReady);

        listening.Read(Encoding.UTF8.GetBytes($$"""{"type":"Begin","id":"de5d9927","expires_at":{{lasts}}}"""), []);

        Assert.True(listening.IsReady);
        Assert.Equal(TimeSpan.FromSeconds(dueAfter), listening.RenewAfter);
    }

    [Theory]
    [InlineData(1008, "Unauthorized Connection: Missing Authorization header", ProviderErrorKind.Unauthorized)]
    [InlineData(1008, "Unauthorized connection: Too many concurrent sessions", ProviderErrorKind.RateLimited)]
    [InlineData(3009, "Unauthorized connection: Too many concurrent sessions", ProviderErrorKind.RateLimited)]
    [InlineData(1008, "Unauthorized Connection: Insufficient account balance", ProviderErrorKind.QuotaExceeded)]
    [InlineData(1008, "Unauthorized connection: Incorrect padding", ProviderErrorKind.Unavailable)]
    [InlineData(3005, "Session Cancelled: An error occurred", ProviderErrorKind.Unavailable)]
    [InlineData(3006, "Invalid Message Type: X", ProviderErrorKind.Rejected)]
    [InlineData(3007, "Input duration violation: 20 ms. Expected between 50 and 1000 ms", ProviderErrorKind.Protocol)]
    [InlineData(3008, "Session Expired: Maximum session duration exceeded", ProviderErrorKind.Unavailable)]
    [InlineData(4001, "", ProviderErrorKind.Unauthorized)]
    [InlineData(4002, "", ProviderErrorKind.QuotaExceeded)]
    [InlineData(4003, "", ProviderErrorKind.QuotaExceeded)]
    [InlineData(4029, "", ProviderErrorKind.RateLimited)]
    [InlineData(4031, "", ProviderErrorKind.Timeout)]
    [InlineData(4101, "", ProviderErrorKind.Rejected)]
    [InlineData(4102, "", ProviderErrorKind.RateLimited)]
    [InlineData(1011, "", ProviderErrorKind.Unavailable)]
    [InlineData(1000, "", ProviderErrorKind.Protocol)]
    public void A_close_or_its_message_has_its_kind_and_none_of_its_text(int code, string reason, ProviderErrorKind kind)
    {
        var closed = Listening(Phone).Closed(new SocketClose(code, reason + " secret"));
        var told = Assert.Throws<ProviderException>(() => Events($$"""{"type":"Error","error_code":{{code}},"error":"{{reason}} secret"}"""));

        Assert.All([closed, told], error => Assert.Equal((ProviderName.AssemblyAI, kind, code), (error.Provider, error.Kind, error.StatusCode)));
        Assert.DoesNotContain("secret", $"{closed}{told}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"type":"Turn","words":7}""")]
    public void What_is_no_message_is_a_protocol_error(string text) =>
        Assert.Equal(ProviderErrorKind.Protocol, Assert.Throws<ProviderException>(() => Events(text)).Kind);

    private static AssemblyAIListening Listening(SpeechToTextOptions options) => new(
        new SocketRequest { Address = new Uri("ws://127.0.0.1"), Authorize = _ => { }, Refused = AssemblyAIErrors.Refused },
        options,
        new AudioPosition(),
        new ManualTime());

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

    private static string Turn(int order, string transcript, params (string Text, bool IsFinal)[] words)
    {
        var listed = string.Join(',', words.Select(word => $$"""{"start":2160,"end":2560,"text":"{{word.Text}}","confidence":0.87,"word_is_final":{{(word.IsFinal ? "true" : "false")}}}"""));
        return $$"""{"type":"Turn","turn_order":{{order}},"turn_is_formatted":false,"end_of_turn":false,"transcript":"{{transcript}}","utterance":"","end_of_turn_confidence":0.0004,"words":[{{listed}}]}""";
    }

    private static string End(int order, string transcript, bool isFormatted) =>
        $$"""{"type":"Turn","turn_order":{{order}},"turn_is_formatted":{{(isFormatted ? "true" : "false")}},"end_of_turn":true,"transcript":"{{transcript}}","end_of_turn_confidence":0.9,"words":[{"start":2160,"end":2560,"text":"hi","word_is_final":true}]}""";
}
