using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Conversations;

/// <content>The caller's side: words, keys, speech over the agent, silence, and the moments at which something is due.</content>
public sealed partial class Conversation
{
    /// <summary>When <see cref="ConversationEvent.TimePassed"/> has to be applied at the latest.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var due = _turn?.EndsWith is null ? _options.MaxCallDuration : TimeSpan.MaxValue;
            due = Earlier(due, _mediaBrokeAt + BrokenMediaGrace);
            if (_turn is null)
            {
                return Phase is ConversationPhase.Listening ? Earlier(Earlier(Earlier(due, AnswerAt), SilenceAt), AskAheadAt) : due;
            }

            due = Earlier(due, TurnLimitAt(_turn));
            due = Earlier(due, ResumeAt(_turn));
            return Earlier(due, AsideAt);
        }
    }

    private TimeSpan? AnswerAt
    {
        get
        {
            var words = _detector.Endpoint?.At;
            TimeSpan? keys = _digits.Length == 0 ? null : _digits[^1] is '#' ? _lastDigitAt : _lastDigitAt + KeyPause;
            if (words is null && keys is null && _owesAnswerSince is { } since)
            {
                return _detector.IsVoiceActive ? since + WordlessLimit : Later(since, _detector.VoiceStoppedAt) + _options.MinEndpointingDelay;
            }

            return words is { } end ? Later(end, keys) : keys;
        }
    }

    // The caller's voice puts the question off, but not for ever: it may be noise, or nobody may be transcribing it.
    private TimeSpan? SilenceAt
    {
        get
        {
            if (AnswerAt is not null)
            {
                return null;
            }

            var latest = _quietSince + (2 * _options.SilencePromptAfter);
            return _detector.IsVoiceActive ? latest : Earlier(latest, Later(_quietSince, _detector.VoiceStoppedAt) + _options.SilencePromptAfter);
        }
    }

    private TimeSpan? AsideAt =>
        Phase is ConversationPhase.Speaking && (_detector.IsBackchannel || _detector.IsEcho) && _detector.Interim.Length == 0 && !_detector.IsVoiceActive ? _detector.LastWordsAt + AsideSettling : null;

    private static TimeSpan TurnLimitAt(TurnState turn) =>
        turn.EndsWith is null ? turn.LastSignAt + TurnLimit : (turn.EndDecidedAt ?? turn.StartedAt) + LastLineLimit;

    private TimeSpan? ResumeAt(TurnState turn)
    {
        if (turn.PausedAt is not { } paused)
        {
            return null;
        }

        if ((_detector.IsBackchannel && _detector.Interim.Length == 0) || _detector.IsEcho)
        {
            return paused;
        }

        return _detector.IsVoiceActive ? paused + WordlessLimit : Later(paused, _detector.VoiceStoppedAt) + _options.FalseInterruptionTimeout;
    }

    private void MeetDeadlines(TimeSpan at)
    {
        // What is due waits for the words of a cut turn: the next answer builds on them.
        if (_cut is not null || Phase is ConversationPhase.Ended or ConversationPhase.Connecting)
        {
            return;
        }

        if (at >= _mediaBrokeAt + BrokenMediaGrace)
        {
            End(CallEndReason.MediaFailed);
        }
        else if (_turn is { } turn)
        {
            MeetTurnDeadlines(turn, at);
        }
        else if (at >= _options.MaxCallDuration)
        {
            SayGoodbye(at);
        }
        else if (at >= AnswerAt)
        {
            Answer(at);
        }
        else if (at >= SilenceAt)
        {
            BreakSilence(at);
        }
        else if (at >= AskAheadAt)
        {
            AskAhead(at);
        }
    }

    private void MeetTurnDeadlines(TurnState turn, TimeSpan at)
    {
        if (at >= TurnLimitAt(turn))
        {
            Apologise(CallEndReason.InternalError, at);
        }
        else if (turn.EndsWith is null && at >= _options.MaxCallDuration)
        {
            Cut(wasInterrupted: false);
            SayGoodbye(at);
        }
        else if (at >= ResumeAt(turn))
        {
            turn.PausedAt = null;
            turn.LastSignAt = at;
            _detector.DismissVoice();
            Do(new ConversationAction.ResumePlayout(turn.Id));
        }
        else if (at >= AsideAt)
        {
            KeepAside(turn.Id);
        }
    }

    private void SayGoodbye(TimeSpan at) =>
        Speak(LineKind.Goodbye, _options.MaxDurationGoodbye, CallEndReason.MaxDurationReached, at);

    private void BreakSilence(TimeSpan at)
    {
        if (_silencePrompts >= _options.SilencePromptsBeforeHangUp)
        {
            Speak(LineKind.Goodbye, _options.SilenceGoodbye, CallEndReason.SilenceTimeout, at);
            return;
        }

        _silencePrompts++;
        Speak(LineKind.SilencePrompt, _options.SilencePrompt, null, at);
    }

    private void Hear(SpeechEvent speech, TimeSpan at)
    {
        var before = _detector.Text;
        _detector.Hear(speech, at);
        if (speech is SpeechEvent.Final settled)
        {
            _language.Heard(settled.Text, settled.Language);
        }

        if (_detector.Text != before)
        {
            _quietSince = at;
        }

        if (_turn is not null)
        {
            ConsiderOverlap(at);
        }
        else
        {
            DropLateEcho(at);
        }

        if (Phase is ConversationPhase.Listening or ConversationPhase.Thinking)
        {
            ShowSettledWords();
        }
    }

    private void TakeKey(char digit, TimeSpan at)
    {
        if (_digits.Length == 0)
        {
            _firstDigitAt = at;
        }

        _digits = _digits.Length < MaxDigits ? _digits + digit : _digits;
        _lastDigitAt = at;
        _quietSince = at;
        _silencePrompts = 0;
        if (_turn is { } turn && MayGiveWay(turn))
        {
            GiveWay(turn, at);
        }
    }

    // While nothing has been heard of an answer, any further speech withdraws it; over a speaking agent it takes words, or voice that
    // words follow.
    private void ConsiderOverlap(TimeSpan at)
    {
        if (_turn is not { } turn || !MayGiveWay(turn))
        {
            return;
        }

        if (Phase is ConversationPhase.Thinking)
        {
            if (Withdraws(turn))
            {
                GiveWay(turn, at);
            }
        }
        else if (_detector.IsEcho)
        {
            DropEcho();
        }
        else if (_detector.IsInterruption(isGoodbye: turn.EndsWith is not null))
        {
            GiveWay(turn, at);
        }
        else if (!_detector.IsBackchannel && _detector.IsVoiceSustained && turn.PausedAt is null)
        {
            turn.PausedAt = at;
            Do(new ConversationAction.PausePlayout(turn.Id));
        }
    }

    // A cough or an "uh-huh" while a tool runs does not throw away what it is about to give.
    private bool Withdraws(TurnState turn) => History.HasTools(turn.Id)
        ? _detector.IsInterruption(isGoodbye: false)
        : _detector.HasNewWords || _detector.IsVoiceSustained;

    private bool MayGiveWay(TurnState turn)
    {
        if (turn.EndsWith is not null and not (CallEndReason.SilenceTimeout or CallEndReason.AgentHungUp))
        {
            return false;
        }

        return Phase is ConversationPhase.Thinking ? turn.Line is not LineKind.Greeting : _options.AllowInterruptions;
    }

    private void GiveWay(TurnState turn, TimeSpan at)
    {
        var wasSpeaking = turn.AudioSentAt is not null;
        Interruptions += wasSpeaking ? 1 : 0;
        _owesAnswerSince = turn.Line is null ? at : null;
        _silencePrompts = 0;
        Cut(wasInterrupted: wasSpeaking);
        Listen(at);
    }

    private void KeepWhatWasSaidMeanwhile(TimeSpan at)
    {
        if (!_detector.HasNewWords)
        {
            return;
        }

        if (_detector.IsEcho && !IsChoice)
        {
            _detector.Forget();
            return;
        }

        var isAnswer = _detector.IsVoiceActive || !_detector.IsBackchannel || _detector.LastWordsAt + AsideSettling > at;
        if (isAnswer)
        {
            ShowSettledWords();
        }
        else
        {
            KeepAside(_nextTurnId - 1);
        }
    }

    private void KeepAside(int turnId)
    {
        if (_detector.IsEcho)
        {
            _detector.Forget();
            return;
        }

        History.AddAside(turnId, _detector.NewText, _detector.SpeechStartedAt ?? _quietSince);
        _detector.Forget();
    }

    private void ShowSettledWords()
    {
        if (_detector.SettledText.Length > 0 && (_turn is null || _detector.Interim.Length == 0))
        {
            WriteCaller(_turn?.Id ?? _nextTurnId, _detector.SettledText, _quietSince);
        }
    }

    private void WriteCaller(int turnId, string text, TimeSpan at) =>
        _callerEntry = History.SetCaller(_callerEntry, turnId, text, _callerEntry?.Shown.At ?? _detector.SpeechStartedAt ?? at);

    private void WriteDigits(int turnId)
    {
        if (_digits.Length > 0)
        {
            History.SetCaller(null, turnId, $"Pressed {_digits}", _firstDigitAt);
            _digits = string.Empty;
        }
    }

    // The caller has heard an answer: what they say from now on is another turn.
    private void CloseCallerEntry()
    {
        if (_detector.ForgetAnswered() || !_detector.HasNewWords)
        {
            _callerEntry = null;
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    private static TimeSpan Later(TimeSpan one, TimeSpan? other) => other > one ? other.Value : one;
}
