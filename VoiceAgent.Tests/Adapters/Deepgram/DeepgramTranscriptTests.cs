using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.Deepgram;

[Trait("Kind", "Unit")]
public sealed class DeepgramTranscriptTests
{
    private const string Started = """{"type":"SpeechStarted","channel":[0,1],"timestamp":9.54}""";
    private const string UtteranceEnd = """{"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.395}""";

    // Start and duration of every result here.
    private static readonly TimeSpan SettledTo = TimeSpan.FromMilliseconds(5990 + 1980);

    [Fact]
    public void An_utterance_of_two_segments_ends_with_its_last_final_and_once() => Assert.Equal(
        [
            new SpeechEvent.Started(TimeSpan.FromSeconds(9.54)),
            new SpeechEvent.Interim("Tell me"),
            new SpeechEvent.Final("Tell me more", EndOfSpeech: false) { SettledTo = SettledTo },
            new SpeechEvent.Final("about this.", EndOfSpeech: true) { SettledTo = SettledTo },
        ],
        Events(
            Started,
            Results("Tell me", isFinal: false, speechFinal: false),
            Results("Tell me more", isFinal: true, speechFinal: false),
            Results("about this.", isFinal: true, speechFinal: true),
            UtteranceEnd));

    [Fact]
    public void A_gap_between_words_ends_an_utterance_that_silence_did_not_end() => Assert.Equal(
        [new SpeechEvent.Final("Hello.", EndOfSpeech: false) { SettledTo = SettledTo }, new SpeechEvent.Ended(TimeSpan.FromSeconds(2.395))],
        Events(Results("Hello.", isFinal: true, speechFinal: false), UtteranceEnd, UtteranceEnd));

    [Fact]
    public void A_gap_that_knows_no_word_ends_where_the_last_word_ended() => Assert.Equal(
        [new SpeechEvent.Final("Hello.", EndOfSpeech: false) { SettledTo = SettledTo }, new SpeechEvent.Ended(TimeSpan.FromSeconds(6.31))],
        Events(Results("Hello.", isFinal: true, speechFinal: false), """{"type":"UtteranceEnd","channel":[0,1],"last_word_end":-1}"""));

    [Fact]
    public void Silence_without_new_words_ends_the_open_utterance() => Assert.Equal(
        [new SpeechEvent.Final("Hello.", EndOfSpeech: false) { SettledTo = SettledTo }, new SpeechEvent.Ended(TimeSpan.FromSeconds(6.31))],
        Events(Results("Hello.", isFinal: true, speechFinal: false), Results("", isFinal: true, speechFinal: true)));

    [Fact]
    public void A_noise_that_began_as_speech_ends_too() => Assert.Equal(
        [new SpeechEvent.Started(TimeSpan.FromSeconds(9.54)), new SpeechEvent.Ended(TimeSpan.Zero)],
        Events(Started, Results("", isFinal: true, speechFinal: true), Results("", isFinal: true, speechFinal: true)));

    [Fact]
    public void Empty_results_say_nothing() => Assert.Empty(
        Events(Results("", isFinal: false, speechFinal: false), Results(" ", isFinal: true, speechFinal: false), UtteranceEnd));

    [Fact]
    public void The_order_of_fields_does_not_matter() => Assert.Equal(
        [new SpeechEvent.Started(TimeSpan.FromSeconds(1))],
        Events("""{"timestamp":1,"channel":[0,1],"type":"SpeechStarted"}"""));

    [Fact]
    public void Times_that_cannot_be_are_bounded() => Assert.Equal(
        [new SpeechEvent.Started(TimeSpan.FromDays(1)), new SpeechEvent.Started(TimeSpan.Zero)],
        Events("""{"type":"SpeechStarted","timestamp":1e300}""", """{"type":"SpeechStarted","timestamp":-5}"""));

    private static SpeechEvent[] Events(params string[] messages)
    {
        var transcript = new DeepgramTranscript(new AudioPosition());
        return [.. messages.Select(message => transcript.Apply(DeepgramProtocolTests.Parse(message))).OfType<SpeechEvent>()];
    }

    private static string Results(string transcript, bool isFinal, bool speechFinal)
    {
        var words = string.IsNullOrWhiteSpace(transcript)
            ? ""
            : """{ "word": "tell", "start": 6.07, "end": 6.31, "confidence": 0.9997, "punctuated_word": "Tell" }""";
        return $$"""
            {
              "type": "Results", "channel_index": [0, 1], "duration": 1.98, "start": 5.99,
              "is_final": {{(isFinal ? "true" : "false")}}, "speech_final": {{(speechFinal ? "true" : "false")}},
              "channel": { "alternatives": [ { "transcript": "{{transcript}}", "confidence": 0, "words": [ {{words}} ] } ] },
              "metadata": { "request_id": "52cc0efe", "model_info": { "name": "general-nova-3" }, "model_uuid": "40bd3654" },
              "from_finalize": false
            }
            """;
    }
}
