using System.Globalization;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Conversations;

/// <summary>
/// Each line is what happened: <c>v+</c> and <c>v-</c> voice starts and stops, <c>i:</c> interim, <c>f:</c> final, <c>F:</c> final with
/// the end of speech, <c>T:</c> final with the end of the turn as the provider's model judges it, <c>t:</c> the same with a confidence of 0.5,
/// <c>r:</c> rewritten, <c>E:</c> early end, <c>e</c> end of speech, <c>vp</c> voice pauses, <c>vw</c> and goes on, <c>a:</c> the agent has said,
/// each with its second in front; delays are 0.3 s and 1.5 s, 0.15 s after yes or no, 1.2 s in a number.
/// </summary>
[Trait("Kind", "Unit")]
public sealed class TurnDetectorTests
{
    [Theory]
    [InlineData("1 v+ | 2 v-", null)]
    [InlineData("1 v+ | 1.5 i:hello", 5.5)]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello", 2.3)]
    [InlineData("1 v+ | 2 v- | 2.2 f:hello", 2.3)]
    [InlineData("1 v+ | 1.9 f:hello | 2 v-", 2.6)]
    [InlineData("1 v+ | 1.9 f:hello | 2 v- | 2.1 e", 2.3)]
    [InlineData("1 v+ | 2 v- | 2.8 F:hello", 2.3)]
    [InlineData("1 v+ | 1.5 i:hello | 2 v-", 3.5)]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello and", 3.5)]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello and | 2.4 v+", 6.2)]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello and | 2.4 v+ | 3 v- | 3.2 F:bread", 3.3)]
    [InlineData("1 v+ | 2 F:hello", 3.5)]
    [InlineData("2 F:hello", 2.0)]
    [InlineData("2 F:hello and", 3.2)]
    [InlineData("2 i:hello", 3.5)]
    [InlineData("2 f:hello", 3.5)]
    [InlineData("1 v+ | 1.2 v- | 4 i:hello", 5.5)]
    [InlineData("1 v+ | 1.2 v- | 4 F:hello", 4.0)]
    [InlineData("1 v+ | 2 v- | 2.1 T:hello", 2.1)]
    [InlineData("1 v+ | 2 v- | 2.1 T:hello and", 2.1)]
    [InlineData("1 v+ | 2 T:hello and", 2.3)]
    [InlineData("1 v+ | 2 v- | 2.1 T:hello | 2.2 i:wait", 3.5)]
    [InlineData("1 v+ | 2 v- | 2.1 T:hello and | 2.2 v+", 6.1)]
    [InlineData("1 v+ | 2 v- | 2.1 T:hello and | 2.2 r:Hello, and", 2.1)]
    [InlineData("1 v+ | 2 v- | 2.1 i:hello | 2.2 E:hello", 3.5)]
    [InlineData("1 v+ | 2.1 vp | 2.2 F:hello", 2.4)]
    [InlineData("1 v+ | 1.8 vp | 2.2 F:hello", 2.1)]
    [InlineData("1 v+ | 1.8 vp | 2.2 T:hello and", 2.2)]
    [InlineData("1 v+ | 1.8 vp | 2.2 f:hello", 6.2)]
    [InlineData("1 v+ | 1.8 vp | 2.1 F:hello and | 2.2 vw", 6.1)]
    [InlineData("1 v+ | 1.8 vp | 2 vw | 2.1 T:hello", 2.4)]
    [InlineData("1 v+ | 1.8 vp | 2.2 F:hello and", 3.3)]
    [InlineData("1 v+ | 2 v- | 2.1 t:hello", 2.3)]
    [InlineData("1 v+ | 2 v- | 2.1 t:hello and", 3.5)]
    [InlineData("1 v+ | 2 v- | 2.1 T:zero one seven one", 3.2)]
    [InlineData("1 v+ | 2 v- | 2.1 F:zero one seven one", 3.2)]
    [InlineData("1 v+ | 2 v- | 2.1 F:M I L", 3.2)]
    [InlineData("0 a:Is this right? | 1 v+ | 2 v- | 2.1 F:yes", 2.15)]
    [InlineData("0 a:Is this right? | 1 v+ | 1.9 i:yes | 2 v-", 2.3)]
    [InlineData("0 a:Is this right? | 1 v+ | 1.9 i:yes I | 2 v-", 3.5)]
    [InlineData("0 a:What is your number? | 1 v+ | 2 v- | 2.1 F:four", 3.2)]
    [InlineData("0 a:What is your number? | 1 v+ | 2 v- | 2.1 F:I don't know", 2.3)]
    public void The_turn_ends_when_silence_and_words_agree(string script, double? endsAt)
    {
        var detector = Play(script);

        Assert.Equal(endsAt is { } end ? TimeSpan.FromSeconds(end) : null, detector.Endpoint?.At);
    }

    [Theory]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello", EndpointReason.Silence)]
    [InlineData("1 v+ | 2 v- | 2.2 T:hello", EndpointReason.ProviderJudgement)]
    [InlineData("1 v+ | 2 v- | 2.2 F:hello and", EndpointReason.MaxDelay)]
    [InlineData("1 v+ | 1.5 i:hello | 2 v-", EndpointReason.MaxDelay)]
    [InlineData("1 v+ | 1.5 i:hello", EndpointReason.Noise)]
    [InlineData("1 v+ | 2 v- | 2.2 F:zero one seven", EndpointReason.Dictation)]
    [InlineData("0 a:Is this right? | 1 v+ | 2 v- | 2.2 F:yes", EndpointReason.ShortAnswer)]
    public void The_end_has_a_reason(string script, EndpointReason reason) => Assert.Equal(reason, Play(script).Endpoint?.Reason);

    [Fact]
    public void A_voice_that_was_dismissed_as_noise_counts_again_when_it_begins_anew()
    {
        var detector = Play("1 v+");
        detector.VoiceSustained();
        detector.DismissVoice();
        detector.VoiceSustained();
        Assert.False(detector.IsVoiceSustained);

        detector.VoiceStopped(TimeSpan.FromSeconds(2));
        detector.VoiceStarted(TimeSpan.FromSeconds(3));
        detector.VoiceSustained();
        Assert.True(detector.IsVoiceSustained);
    }

    [Fact]
    public void Segments_are_joined_in_order()
    {
        var detector = Play("1 i:I | 1.2 i:I want | 1.5 f:I want | 1.8 i:a | 2 F:a table");

        Assert.Equal("I want a table", detector.Text);
        Assert.Equal(string.Empty, detector.Interim);
    }

    [Fact]
    public void Words_settled_after_the_turn_was_answered_are_not_new()
    {
        var detector = Play("1 v+ | 1.5 i:when do you open | 2 v-");
        detector.Answered();
        Add(detector, "3.6 F:When do you open?");

        Assert.False(detector.HasNewWords);
        Assert.Null(detector.Endpoint?.At);
    }

    [Fact]
    public void Words_beyond_those_answered_are_new_and_join_them_when_the_answer_is_withdrawn()
    {
        var detector = Play("1 F:I want a table");
        detector.Answered();
        Add(detector, "1.5 i:for four");

        Assert.True(detector.HasNewWords);
        Assert.Equal("for four", detector.NewText);

        detector.Rejoin();
        Assert.Equal("I want a table for four", detector.NewText);
    }

    [Fact]
    public void The_rest_of_a_segment_that_was_answered_half_way_is_a_turn_of_its_own()
    {
        var detector = Play("1 i:when do you");
        detector.Answered();
        detector.ForgetAnswered();
        Add(detector, "2 F:When do you open on Sunday");

        Assert.Equal("open on Sunday", detector.Text);

        detector.Forget();
        Add(detector, "3 F:Hello again");
        Assert.Equal("Hello again", detector.Text);
    }

    [Theory]
    [InlineData("1 v+ | 1.5 i:my number is | 2 v-", "5 v+ | 5.4 i:when | 5.9 i:when do you open | 6 v- | 6.2 F:When do you open?", "When do you open?")]
    [InlineData("1 v+ | 1.5 i:when do you open | 2 v-", "5 v+ | 5.4 i:when | 5.9 i:when do you open | 6 v- | 6.2 F:When do you open?", "When do you open?")]
    [InlineData("1 v+ | 1.5 i:when do you open | 2 v-", "5 v+ | 6 v- | 6.2 F:When do you open?", "When do you open?")]
    [InlineData("1 v+ | 1.5 i:I would like bread | 2 v-", "5 v+ | 6 v- | 6.2 F:I would like two rolls", "I would like two rolls")]
    [InlineData("1 v+ | 1.5 i:when do you | 2 v-", "3.8 v+ | 3.9 F:When did you", "")]
    [InlineData("1 v+ | 1.5 i:when do you | 2 v-", "2.4 F:Wendy you", "")]
    [InlineData("1 v+ | 1.5 i:when do you | 2 v-", "3.8 v+ | 4.5 i:when do you open on Sunday", "open on Sunday")]
    [InlineData("1 v+ | 1.5 i:when do you | 2 v-", "3.8 v+ | 4.7 i:when do you | 4.9 i:when do you", "")]
    [InlineData("1 i:when do you", "7 F:When do you", "When do you")]
    public void An_interim_that_never_becomes_final_costs_no_word_of_what_comes_next(string answered, string then, string isNew)
    {
        foreach (var isHeard in (bool[])[true, false])
        {
            var detector = Play(answered);
            detector.Answered();
            if (isHeard)
            {
                detector.ForgetAnswered();
            }

            foreach (var line in then.Split(" | "))
            {
                Add(detector, line);
            }

            Assert.Equal(isNew, detector.NewText);
            Assert.Equal(isNew.Length > 0, detector.HasNewWords);
        }
    }

    [Fact]
    public void A_segment_settled_in_fewer_words_than_were_answered_costs_no_word_of_the_next()
    {
        var detector = Play("1 i:it is twenty one");
        detector.Answered();
        Add(detector, "1.4 F:it is 21");
        Add(detector, "3 F:please");

        Assert.Equal("please", detector.NewText);
    }

    [Fact]
    public void Sustained_voice_ends_with_the_voice()
    {
        var detector = Play("1 v+");
        detector.VoiceSustained();
        Assert.True(detector.IsVoiceSustained);

        detector.VoiceStopped(TimeSpan.FromSeconds(2));
        Assert.False(detector.IsVoiceSustained);
    }

    [Fact]
    public void Words_written_better_take_the_place_of_the_same_words()
    {
        var detector = Play("1 f:I come | 2 T:on the twenty first | 2.1 r:on the 21st. | 2.2 r:On the 21st.");

        Assert.Equal("I come On the 21st.", detector.Text);
    }

    [Fact]
    public void Words_written_better_after_the_answer_began_are_not_new()
    {
        var detector = Play("1 T:its twenty one");
        detector.Answered();
        Add(detector, "1.2 r:It is twenty one.");

        Assert.False(detector.HasNewWords);
        Assert.Equal("It is twenty one.", detector.Text);

        Add(detector, "2 i:please");
        Assert.Equal("please", detector.NewText);
    }

    [Fact]
    public void Words_written_better_that_are_nobodys_any_more_are_dropped()
    {
        var detector = Play("1 T:hello there");
        detector.Forget();
        Add(detector, "1.2 r:Hello there.");

        Assert.Equal(string.Empty, detector.Text);
    }

    private static TurnDetector Play(string script)
    {
        var detector = new TurnDetector(new TurnOptions(), CallerLanguage.Of("en-US"));
        foreach (var line in script.Split(" | "))
        {
            Add(detector, line);
        }

        return detector;
    }

    private static void Add(TurnDetector detector, string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var at = TimeSpan.FromSeconds(double.Parse(line[..space], CultureInfo.InvariantCulture));
        var what = line[(space + 1)..];
        switch (what)
        {
            case "v+":
                detector.VoiceStarted(at);
                break;
            case "v-":
                detector.VoiceStopped(at);
                break;
            case "vp":
                detector.VoicePaused(at);
                break;
            case "vw":
                detector.VoiceWentOn();
                break;
            case ['a', ':', .. var said]:
                detector.AgentSaid(said);
                break;
            case "e":
                detector.Hear(new SpeechEvent.Ended(at), at);
                break;
            default:
                detector.Hear(Words(what[0], what[2..]), at);
                break;
        }
    }

    private static SpeechEvent Words(char kind, string text) => kind switch
    {
        'i' => new SpeechEvent.Interim(text),
        'r' => new SpeechEvent.Rewritten(text),
        'E' => new SpeechEvent.EagerEnd(text, 0.5),
        _ => new SpeechEvent.Final(text, kind is not 'f') { EndOfTurn = kind is 'T' or 't', EndOfTurnConfidence = kind is 't' ? 0.5 : null },
    };
}
