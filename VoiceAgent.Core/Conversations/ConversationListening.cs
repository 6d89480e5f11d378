using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Conversations;

/// <content>The caller's side: words, keys, speech over the agent, silence, and the moments at which something is due.</content>
public sealed partial class Conversation
{
    // A word or two that the agent has just said may be the caller's choice between what it offered.
    private const int LongestChoice = 2;

    // What is brought back is settled by then.
    private static readonly TimeSpan LatestEcho = TimeSpan.FromSeconds(2);

    // Voice activity knows a voice by then.
    private static readonly TimeSpan SoundLimit = TimeSpan.FromMilliseconds(240);

    // A line with more sounds than these that are no voice is a noisy one.
    private const int MostIdleSounds = 2;

    private int _idleSounds;
    private string _said = string.Empty;
    private TimeSpan _saidUntil = TimeSpan.MinValue;

    /// <summary>When <see cref="ConversationEvent.TimePassed"/> has to be applied at the latest.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var due = _turn?.EndsWith is null ? _options.MaxCallDuration : TimeSpan.MaxValue;
            due = Earlier(due, _mediaBrokeAt + BrokenMediaGrace);
            if (_turn is null && _pickUp is { IsOpen: true })
            {
                return Earlier(due, PickUpDueAt);
            }

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
            var keys = _keys.CompleteAt;
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
        turn.EndsWith is null || turn.Line is LineKind.VoicemailMessage ? turn.LastSignAt + TurnLimit : (turn.EndDecidedAt ?? turn.StartedAt) + LastLineLimit;

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

        if (turn.IsPausedForSound)
        {
            return paused + SoundLimit;
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
        else if (_pickUp is { IsOpen: true } pickUp)
        {
            MeetPickUpDeadlines(pickUp, at);
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
            _idleSounds += turn.IsPausedForSound ? 1 : 0;
            (turn.PausedAt, turn.IsPausedForSound) = (null, false);
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

    private void TakeKey(ConversationEvent.KeyPressed key, TimeSpan at)
    {
        if (!_keys.Add(key.Digit, key.Sequence, at))
        {
            return;
        }

        _quietSince = at;
        _silencePrompts = 0;
        if (_turn is { } turn && MayGiveWay(turn, _options.KeysInterrupt))
        {
            GiveWay(turn, at);
        }
    }

    // While nothing has been heard of an answer, any further speech withdraws it; over a speaking agent it takes words, or voice that
    // words follow.
    private void ConsiderOverlap(TimeSpan at)
    {
        if (_turn is not { } turn || !MayGiveWay(turn, _options.AllowInterruptions))
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

    private void GiveWayToSound(TimeSpan at)
    {
        if (_turn is { PausedAt: null } turn && Phase is ConversationPhase.Speaking && _options.GivesWayToSounds() && _idleSounds < MostIdleSounds && MayGiveWay(turn, whileSpeaking: true))
        {
            (turn.PausedAt, turn.IsPausedForSound) = (at, true);
            Do(new ConversationAction.PausePlayout(turn.Id));
        }
    }

    private void BecomeVoice()
    {
        if (_turn is { } turn)
        {
            turn.IsPausedForSound = false;
        }
    }

    // A cough or an "uh-huh" while a tool runs does not throw away what it is about to give.
    private bool Withdraws(TurnState turn) => History.HasTools(turn.Id)
        ? _detector.IsInterruption(isGoodbye: false)
        : _detector.HasNewWords || _detector.IsVoiceSustained;

    private bool MayGiveWay(TurnState turn, bool whileSpeaking)
    {
        if (turn.EndsWith is not null and not (CallEndReason.SilenceTimeout or CallEndReason.AgentHungUp))
        {
            return false;
        }

        return Phase is ConversationPhase.Thinking ? turn.Line is not LineKind.Greeting : whileSpeaking;
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

    // The agent's own words that the line brings back interrupt nobody, are answered by nobody and are no entry.
    private bool IsChoice => CallerWords.Count(_detector.NewText) <= LongestChoice && _said.TrimEnd().EndsWith('?');

    private void Said(string words, TimeSpan until)
    {
        (_said, _saidUntil) = (words, until);
        _detector.AgentSaid(words);
        _detector.AgentHeard(words);
    }

    private void DropEcho()
    {
        if (_detector.Interim.Length == 0 && CallerWords.Count(_detector.NewText) > LongestChoice)
        {
            _detector.Forget();
        }
    }

    // The last words come back when the agent has ended; the caller's began after that.
    private void DropLateEcho(TimeSpan at)
    {
        var isLate = at - LatestEcho <= _saidUntil && _detector.SoundBeganAt <= _saidUntil;
        if (isLate && _detector.IsEcho && CallerWords.Count(_detector.NewText) > LongestChoice)
        {
            _detector.Forget();
        }
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

    private void WriteKeys(int turnId)
    {
        if (_keys.Any)
        {
            History.SetCaller(null, turnId, $"The caller pressed {_keys.Take()}", _keys.FirstAt);
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
