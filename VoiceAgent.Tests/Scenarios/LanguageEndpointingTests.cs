using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>With the language the words change that tell where a caller is in what they say.</summary>
[Trait("Kind", "Unit")]
public sealed class LanguageEndpointingTests
{
    [Fact]
    public void Acknowledgements_are_those_of_the_language_that_is_spoken_now()
    {
        var detector = new TurnDetector(new TurnOptions(), CallerLanguage.Of("en-US"));
        detector.Hear(new SpeechEvent.Final("Alles klar.", EndOfSpeech: true), TimeSpan.FromSeconds(1));
        Assert.False(detector.IsBackchannel);

        detector.SwitchTo(CallerLanguage.Of("de-DE"));

        Assert.True(detector.IsBackchannel);
    }
}
