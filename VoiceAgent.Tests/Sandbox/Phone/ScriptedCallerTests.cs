using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Sandbox.Phone;

/// <summary>The caller played frame by frame: each step is 20 ms of the call.</summary>
[Trait("Kind", "Unit")]
public sealed class ScriptedCallerTests
{
    private const int Second = 50;

    private readonly short[] _said = new short[160];
    private readonly PhoneScript _script = new() { To = "+12025550131", Lines = ["Hello there."] };

    [Fact]
    public void The_caller_waits_for_the_end_of_the_greeting_before_speaking()
    {
        var caller = Caller(_script);

        Assert.Equal(0, Listen(caller, Second, loud: false));
        Assert.Equal(0, Listen(caller, Second, loud: true));
        Assert.Equal(0, Listen(caller, 39, loud: false));
        Assert.Equal(Second, Listen(caller, 3 * Second, loud: false));
    }

    [Fact]
    public void Voice_to_voice_is_from_the_end_of_speech_to_the_first_sound()
    {
        var caller = Caller(_script);
        Greet(caller);
        ListenUntilSaid(caller);
        Listen(caller, 24, loud: false);
        Listen(caller, Second, loud: true);

        var turn = Assert.Single(caller.Report(answered: true, "caller_hung_up").Turns);

        Assert.Equal(("Hello there.", 500), (turn.Caller, turn.VoiceToVoiceMs));
    }

    [Fact]
    public void A_line_without_an_answer_is_reported_and_the_caller_goes_on()
    {
        var caller = Caller(_script with { Lines = ["One.", "Two."], AnswerTimeout = TimeSpan.FromSeconds(2) });
        Greet(caller);
        ListenUntilSaid(caller);
        ListenUntilSaid(caller);
        Listen(caller, 10, loud: true);

        var report = caller.Report(answered: true, "caller_hung_up");

        Assert.Equal([null, 20], report.Turns.Select(turn => turn.VoiceToVoiceMs));
        Assert.False(report.Succeeded);
    }

    [Fact]
    public void The_caller_hangs_up_after_the_last_answer()
    {
        var caller = Caller(_script);
        Greet(caller);
        ListenUntilSaid(caller);
        Listen(caller, 5, loud: false);
        Listen(caller, Second, loud: true);

        Assert.Equal(41, FramesUntilHangUp(caller));
        Assert.True(caller.Report(answered: true, "caller_hung_up").Succeeded);
    }

    [Fact]
    public void A_silent_caller_stays_on_the_line_as_long_as_asked()
    {
        var caller = Caller(_script with { Lines = [], StaySilent = TimeSpan.FromSeconds(3) });
        Greet(caller);

        Assert.InRange(FramesUntilHangUp(caller), 3 * Second, 3 * Second + 5);
    }

    [Fact]
    public void The_caller_hangs_up_early_when_asked_to()
    {
        var caller = Caller(_script with { HangUpAfter = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(11, FramesUntilHangUp(caller));
        Assert.Equal(1, caller.Report(answered: true, "caller_hung_up").LinesLeft);
    }

    [Fact]
    public void Keys_are_pressed_after_the_greeting()
    {
        var caller = Caller(_script with { Keys = "12#" });
        Greet(caller);
        var pressed = Enumerable.Range(0, 2 * Second).Select(_ => Step(caller, loud: false).Key).OfType<char>().ToArray();

        Assert.Equal(['1', '2', '#'], pressed);
    }

    [Fact]
    public void Speaking_over_the_answer_measures_when_the_carrier_clears()
    {
        var caller = Caller(_script with { BargeIn = true });
        Greet(caller);
        ListenUntilSaid(caller);
        Listen(caller, 5, loud: false);
        var before = 0;
        while (Listen(caller, 1, loud: true) is 0)
        {
            before++;
        }

        Listen(caller, 9, loud: true);
        Step(caller, loud: false, cleared: true);
        ListenUntilSaid(caller, alreadySpeaking: true);
        Listen(caller, 14, loud: false);
        Listen(caller, Second, loud: true);
        FramesUntilHangUp(caller);

        var report = caller.Report(answered: true, "caller_hung_up");
        var interruption = Assert.Single(report.Turns).Interruption;
        Assert.Equal(31, before);
        Assert.Equal((1, 200), (report.BargeIns, Assert.Single(report.BargeInMs)));
        Assert.Equal(("Wait, one moment please.", 200, 300), (interruption!.Caller, interruption.StoppedAfterMs, interruption.VoiceToVoiceMs));
    }

    [Fact]
    public void An_agent_that_talks_on_is_not_counted_as_interrupted()
    {
        var caller = Caller(_script with { BargeIn = true, LongestAnswer = TimeSpan.FromSeconds(3) });
        Greet(caller);
        ListenUntilSaid(caller);
        Listen(caller, 10 * Second, loud: true);

        var report = caller.Report(answered: true, "caller_hung_up");

        Assert.Equal(0, report.BargeIns);
        Assert.Null(Assert.Single(report.Turns).Interruption!.StoppedAfterMs);
    }

    [Fact]
    public void A_caller_whose_line_goes_dead_hangs_up_after_five_seconds()
    {
        var caller = Caller(_script);
        Listen(caller, 10, loud: true);
        var frames = 0;
        while (!Exchange(caller, new HeardFrame { Format = AudioFormat.Pcmu }).HangsUp)
        {
            frames++;
        }

        Assert.True(caller.MediaLost);
        Assert.Equal(5 * Second, frames + 1);
    }

    [Fact]
    public void Between_the_lines_the_line_hums_softly_and_is_never_digitally_silent()
    {
        var caller = Caller(_script);
        Step(caller, loud: false);

        Assert.NotEqual(0, _said.Count(sample => sample != 0));
        Assert.InRange(_said.Max(sample => Math.Abs(sample)), 1, 16);
    }

    private static ScriptedCaller Caller(PhoneScript script) => new(
        script,
        [.. script.Lines.Select(Line)],
        script.BargeIn ? Line(script.Interruption) : null,
        new UtteranceIndex());

    // One second of sound.
    private static CallerLine Line(string text) =>
        new(text, new SynthesizedSpeech([.. Enumerable.Repeat((short)5000, 8000)], [new SynthesizedWord(text, TimeSpan.Zero, TimeSpan.FromSeconds(1))]));

    private void Greet(ScriptedCaller caller)
    {
        Listen(caller, Second, loud: true);
        Listen(caller, 39, loud: false);
    }

    /// <summary>Plays frames; tells in how many of them the caller spoke.</summary>
    private int Listen(ScriptedCaller caller, int frames, bool loud)
    {
        var spoken = 0;
        for (var i = 0; i < frames; i++)
        {
            Step(caller, loud);
            spoken += CallerLine.IsLoud(_said) ? 1 : 0;
        }

        return spoken;
    }

    private void ListenUntilSaid(ScriptedCaller caller, bool alreadySpeaking = false)
    {
        var frames = 0;
        for (var spoken = alreadySpeaking; frames < 20 * Second; frames++)
        {
            var speaks = Listen(caller, 1, loud: false) is 1;
            if (spoken && !speaks)
            {
                return;
            }

            spoken |= speaks;
        }

        throw new TimeoutException("The caller did not speak.");
    }

    private int FramesUntilHangUp(ScriptedCaller caller)
    {
        for (var frames = 1; frames < 1000; frames++)
        {
            if (Step(caller, loud: false).HangsUp)
            {
                return frames;
            }
        }

        throw new TimeoutException();
    }

    private CallerAction Step(ScriptedCaller caller, bool loud, bool cleared = false)
    {
        var audio = Enumerable.Repeat(G711.EncodeMulaw((short)(loud ? 8000 : 0)), 160).ToArray();
        return Exchange(caller, new HeardFrame { Audio = loud ? audio : [], Format = AudioFormat.Pcmu, StreamOpen = true, Cleared = cleared });
    }

    private CallerAction Exchange(ScriptedCaller caller, HeardFrame frame)
    {
        _said.AsSpan().Clear();
        return caller.Exchange(frame, _said);
    }
}
