using System.Text;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Listening;

/// <summary>How each provider is asked for several languages, and how it tells which one was spoken.</summary>
[Trait("Kind", "Unit")]
public sealed class LanguageReportTests
{
    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };
    private static readonly SpeechToTextOptions Both = Phone with { FurtherLanguages = ["de-DE", "nb-NO"] };

    [Theory]
    [InlineData(null, "language=multi")]
    [InlineData("nova-3-medical", "language=multi")]
    [InlineData("nova-2", "language=en-US")]
    public void Nova_follows_the_speaker_where_the_model_can(string? model, string expected) =>
        Assert.Contains($"&{expected}&", DeepgramProtocol.ListenPath(Both with { Model = model }), StringComparison.Ordinal);

    [Fact]
    public void Flux_takes_its_multilingual_model_with_a_hint_for_each() => Assert.Equal(
        "/v2/listen?model=flux-general-multi&encoding=mulaw&sample_rate=8000&eot_timeout_ms=1500&language_hint=en&language_hint=de&language_hint=nb",
        FluxListening.ListenPath(Both with { Model = "flux-general-en" }));

    [Fact]
    public void Soniox_is_given_all_hints_and_asked_to_identify()
    {
        var start = SonioxListening.StartMessage(Both);

        Assert.Equal(["en", "de", "no"], start.LanguageHints);
        Assert.True(start.EnableLanguageIdentification);
        Assert.Null(SonioxListening.StartMessage(Phone).EnableLanguageIdentification);
    }

    [Theory]
    [InlineData(null, "speech_model=universal-streaming-multilingual", "&language_detection=true")]
    [InlineData("universal-3-6", "&language_codes=%5B%22en%22%2C%22de%22%2C%22nb%22%5D", "&language_detection=true")]
    public void AssemblyAI_is_asked_to_detect(string? model, string expected, string detection)
    {
        var path = AssemblyAIListening.ListenPath(Both with { Model = model });

        Assert.Contains(expected, path, StringComparison.Ordinal);
        Assert.EndsWith(detection, path, StringComparison.Ordinal);
        Assert.DoesNotContain("language_detection", AssemblyAIListening.ListenPath(Phone), StringComparison.Ordinal);
        Assert.DoesNotContain("language_detection", AssemblyAIListening.ListenPath(Both with { Model = "universal-streaming-english" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Nova_tells_the_language_of_words() => Assert.Equal("de", LanguageOf(
        new NovaListening(Request, Both, new AudioPosition()),
        """
        {"type":"Results","start":0,"duration":1,"is_final":true,"speech_final":true,"channel":{"alternatives":[{"transcript":"okay guten Tag","languages":["de","en"],
         "words":[{"word":"okay","start":0,"end":0.2,"language":"en"},{"word":"guten","start":0.3,"end":0.5,"language":"de"},{"word":"tag","start":0.6,"end":0.9,"language":"de"}]}]}}
        """));

    [Fact]
    public void Flux_tells_the_languages_of_a_turn() => Assert.Equal("de", LanguageOf(
        new FluxListening(Request, Both, new AudioPosition()),
        """{"type":"TurnInfo","event":"EndOfTurn","turn_index":0,"audio_window_start":0,"audio_window_end":1,"transcript":"Guten Tag.","words":[],"end_of_turn_confidence":0.9,"languages":["de"]}"""));

    [Fact]
    public void Soniox_tells_the_language_of_pieces() => Assert.Equal("de", LanguageOf(
        new SonioxListening(Request, Both, new AudioPosition()),
        """
        {"tokens":[{"text":"Okay","is_final":true,"language":"en"},{"text":" guten","is_final":true,"language":"de"},{"text":" Tag.","is_final":true,"language":"de"},
         {"text":"<end>","is_final":true}],"final_audio_proc_ms":900}
        """));

    [Theory]
    [InlineData("0.93", "de")]
    [InlineData("0.4", null)]
    [InlineData("null", "de")]
    public void AssemblyAI_tells_the_language_of_a_turn_and_how_sure_it_is(string confidence, string? expected) => Assert.Equal(expected, LanguageOf(
        new AssemblyAIListening(Request, Both, new AudioPosition(), TimeProvider.System),
        $$"""{"type":"Turn","turn_order":0,"turn_is_formatted":true,"end_of_turn":true,"transcript":"Guten Tag.","words":[],"language_code":"de","language_confidence":{{confidence}}}"""));

    private static SocketRequest Request => new()
    {
        Address = new Uri("wss://provider.example"),
        Authorize = _ => { },
        Refused = _ => new ProviderException(ProviderName.Deepgram, ProviderErrorKind.Unavailable),
    };

    private static string? LanguageOf(IListeningProtocol protocol, string message)
    {
        var events = new List<SpeechEvent>();
        protocol.Read(Encoding.UTF8.GetBytes(message), events);
        return events.OfType<SpeechEvent.Final>().Single().Language;
    }
}
