using System.Text;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Deepgram;

[Trait("Kind", "Unit")]
public sealed class FluxListeningTests
{
    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US", Model = "flux-general-en" };

    [Fact]
    public void The_model_judges_the_end_and_nothing_foreign_is_asked() => Assert.Equal(
        "/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_timeout_ms=1500", FluxListening.ListenPath(Phone));

    [Fact]
    public void Another_language_takes_the_multilingual_model_with_a_hint() => Assert.Equal(
        "/v2/listen?model=flux-general-multi&encoding=alaw&sample_rate=8000&eot_timeout_ms=500&eager_eot_threshold=0.4&language_hint=de&keyterm=M%C3%BCller",
        FluxListening.ListenPath(Phone with
        {
            Format = AudioFormat.Pcma,
            Language = "de-DE",
            MaxEndpointingSilence = TimeSpan.FromMilliseconds(200),
            EagerEndOfTurn = true,
            Vocabulary = ["Müller"],
        }));

    [Theory]
    [InlineData("flux-general-en", true)]
    [InlineData("Flux-General-Multi", true)]
    [InlineData("nova-3", false)]
    [InlineData(null, false)]
    public void The_models_name_tells_the_version(string? model, bool isFlux) => Assert.Equal(isFlux, FluxListening.Serves(model));

    [Fact]
    public void A_turn_grows_may_seem_over_goes_on_and_is_over_once() => Assert.Equal(
        [
            new SpeechEvent.Started(TimeSpan.FromSeconds(0.42)),
            new SpeechEvent.Interim("Hello"),
            new SpeechEvent.Interim("Hello there."),
            new SpeechEvent.EagerEnd("Hello there.", 0.5),
            new SpeechEvent.Resumed(),
            new SpeechEvent.Interim("Hello there. And"),
            new SpeechEvent.Final("Hello there. And you?", EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.5, SettledTo = TimeSpan.FromSeconds(1.84) },
        ],
        Events(
            """{"type":"Connected","request_id":"f8f6","sequence_id":0}""",
            Turn("Update", ""),
            Turn("StartOfTurn", "Hello"),
            Turn("Update", "Hello"),
            Turn("EagerEndOfTurn", "Hello there."),
            Turn("TurnResumed", "Hello there. And"),
            Turn("EndOfTurn", "Hello there. And you?"),
            Turn("Update", "")));

    [Fact]
    public void A_turn_left_open_keeps_its_words()
    {
        var listening = Listening();
        var events = new List<SpeechEvent>();
        listening.Read(Encoding.UTF8.GetBytes(Turn("StartOfTurn", "Wait")), events);
        Assert.True(listening.HasOpenWords);

        listening.Finish(events);

        Assert.Equal(new SpeechEvent.Final("Wait", EndOfSpeech: false), events[^1]);
        Assert.False(listening.HasOpenWords);
    }

    [Theory]
    [InlineData("""{"type":"Error","code":"INTERNAL_SERVER_ERROR","description":"secret words"}""", ProviderErrorKind.Unavailable, "INTERNAL_SERVER_ERROR")]
    [InlineData("""{"type":"Error","code":"UNPARSABLE_CLIENT_MESSAGE","description":"secret words"}""", ProviderErrorKind.Protocol, "UNPARSABLE_CLIENT_MESSAGE")]
    [InlineData("""{"type":"Error","code":"secret words"}""", ProviderErrorKind.Protocol, null)]
    [InlineData("<html>", ProviderErrorKind.Protocol, null)]
    [InlineData("null", ProviderErrorKind.Protocol, null)]
    public void An_error_has_its_kind_and_none_of_its_text(string message, ProviderErrorKind kind, string? code)
    {
        var error = Assert.Throws<ProviderException>(() => Events(message));

        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static FluxListening Listening() => new(
        new SocketRequest { Address = new Uri("ws://127.0.0.1"), Authorize = _ => { }, Refused = DeepgramErrors.Refused }, Phone, new AudioPosition());

    private static List<SpeechEvent> Events(params string[] messages)
    {
        var listening = Listening();
        var events = new List<SpeechEvent>();
        foreach (var message in messages)
        {
            listening.Read(Encoding.UTF8.GetBytes(message), events);
        }

        return events;
    }

    private static string Turn(string happened, string transcript) => $$"""
        {"type":"TurnInfo","request_id":"f8f6c1c2","sequence_id":11,"event":"{{happened}}","turn_index":0,"audio_window_start":0.0,"audio_window_end":1.84,
         "transcript":"{{transcript}}","words":[{"word":"Hello,","confidence":0.99,"start":0.42,"end":0.80}],"end_of_turn_confidence":0.5,"trigger":"model"}
        """;
}
