using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Conversations;

/// <summary>
/// Follows the caller's speech, from the provider's words and our own voice activity, and tells when the caller's turn is over
/// (endpointing) and whether speech over the agent is an interruption (barge-in). Times are measured from the answer of the call.
/// </summary>
public sealed class TurnDetector(TurnOptions options, CallerLanguage callerLanguage)
{
    // Words later than this after the voice ended were spoken too softly for our own voice activity.
    private static readonly TimeSpan LongestLag = TimeSpan.FromMilliseconds(1200);

    private static readonly TimeSpan CatchingUp = TimeSpan.FromMilliseconds(100);

    // Words are told so long after they began to sound, as a rule.
    private static readonly TimeSpan UsualLag = TimeSpan.FromMilliseconds(600);

    private CallerLanguage _language = callerLanguage;
    private TimeSpan? _voiceStartedAt;
    private TimeSpan? _voicePausedAt;
    private TimeSpan? _voiceStoppedAt;
    private TimeSpan? _providerEndedAt;
    private TimeSpan? _firstWordsAt;
    private TimeSpan _lastWordsAt;
    private TimeSpan? _lastSettledAt;
    private TimeSpan? _eagerAt;
    private bool _isVoiceDismissed;
    private bool _isTurnJudgedOver;
    private double? _confidence;
    private int _wordsAnswered;
    private string _settled = string.Empty;
    private string _agentHeard = string.Empty;

    // The last settled segment, which may yet come better written; empty where it can no longer be told apart.
    private string _lastSegment = string.Empty;

    // How the words looked last, so that no word is looked at twice.
    private (string Settled, string Interim, CallerExpectation Expected, WordsLook Look) _looked = (string.Empty, string.Empty, default, default);

    private readonly OpenSegment _open = new();

    /// <summary>The caller speaks another language from now on.</summary>
    public void SwitchTo(CallerLanguage language) => _language = language;

    /// <summary>Whether our own voice activity hears the caller now.</summary>
    public bool IsVoiceActive { get; private set; }

    /// <summary>Whether the voice has lasted long enough to be meant.</summary>
    public bool IsVoiceSustained { get; private set; }

    /// <summary>What the caller is saying, not settled yet.</summary>
    public string Interim { get; private set; } = string.Empty;

    /// <summary>All words of the turn so far, settled or not.</summary>
    public string Text => _settled.Length == 0 ? Interim : Interim.Length == 0 ? _settled : $"{_settled} {Interim}";

    /// <summary>The settled words of the turn.</summary>
    public string SettledText => _settled;

    /// <summary>What the caller has said since the last turn was over.</summary>
    public string NewText => CallerWords.Skip(Text, _wordsAnswered);

    /// <summary>Whether the caller has said anything since the last turn was over.</summary>
    public bool HasNewWords => CallerWords.Count(Text) > _wordsAnswered;

    /// <summary>Whether all that was said since the last turn only tells that the caller listens.</summary>
    public bool IsBackchannel => HasNewWords && CallerWords.IsBackchannel(NewText, _language);

    /// <summary>Whether all that was said since the last turn repeats what was heard of the agent: the line brings it back.</summary>
    public bool IsEcho => HasNewWords && !IsBackchannel && AgentEcho.IsEcho(NewText, _agentHeard, _language);

    /// <summary>When the caller began this turn.</summary>
    public TimeSpan? SpeechStartedAt => _voiceStartedAt ?? _firstWordsAt;

    /// <summary>When what was said began to sound at the latest: words that no voice was heard of were told some time after it.</summary>
    public TimeSpan? SoundBeganAt => _voiceStartedAt ?? _firstWordsAt - UsualLag;

    /// <summary>When the caller's speech ended, as well as is known: by our voice activity, else when the words came.</summary>
    public TimeSpan? SpeechEndedAt => IsVoiceActive ? _voicePausedAt : VoiceEnd ?? _providerEndedAt ?? (_firstWordsAt is null ? null : _lastWordsAt);

    /// <summary>When the last settled words came.</summary>
    public TimeSpan? LastSettledAt => _lastSettledAt;

    /// <summary>When anything was heard last, words or voice; null when nothing was.</summary>
    public TimeSpan? LastWordsAt => _firstWordsAt is null ? null : _lastWordsAt;

    /// <summary>When our voice activity last ended.</summary>
    public TimeSpan? VoiceStoppedAt => _voiceStoppedAt;

    /// <summary>What the agent has asked for.</summary>
    public CallerExpectation Expected { get; private set; }

    /// <summary>When the turn is over if nothing more is heard; null while there are no words.</summary>
    public Endpoint? Endpoint => HasNewWords ? EndpointJudge.Decide(Signals(), options) : null;

    private TimeSpan? VoiceEnd => _voiceStoppedAt is { } stopped && (_firstWordsAt is null || _lastWordsAt <= stopped + LongestLag) ? stopped : null;

    /// <summary>
    /// When the words so far are probably all, though the turn is not over yet: the provider said so, or they are settled, or have not changed for
    /// a moment, in a pause. Null while they look as if more were to come.
    /// </summary>
    public TimeSpan? ProbablyOverAt
    {
        get
        {
            if (!HasNewWords || Look() is WordsLook.Unfinished or WordsLook.Dictating)
            {
                return null;
            }

            if (_eagerAt is { } eager)
            {
                return eager;
            }

            if (Interim.Length == 0 || IsVoiceActive)
            {
                return IsVoiceActive && _voicePausedAt is null ? null : UnchangedAt(_voicePausedAt);
            }

            return UnchangedAt(VoiceEnd);
        }
    }

    public void VoiceStarted(TimeSpan at)
    {
        IsVoiceActive = true;
        IsVoiceSustained = false;
        _isVoiceDismissed = false;
        _voiceStartedAt = _firstWordsAt is null ? at : _voiceStartedAt ?? at;
        _voiceStoppedAt = null;
        _voicePausedAt = null;
        _providerEndedAt = null;
        _isTurnJudgedOver = false;
        _open.VoiceStarted(at);
    }

    /// <summary>The voice has paused since <paramref name="at"/>, perhaps only between words.</summary>
    public void VoicePaused(TimeSpan at) => _voicePausedAt = IsVoiceActive ? at : null;

    /// <summary>The paused voice goes on.</summary>
    public void VoiceWentOn()
    {
        _voicePausedAt = null;
        IsVoiceSustained = false;
        if (IsVoiceActive)
        {
            _providerEndedAt = null;
            _isTurnJudgedOver = false;
        }
    }

    public void VoiceSustained() => IsVoiceSustained = IsVoiceActive && !_isVoiceDismissed;

    /// <summary>The voice that goes on has turned out to be noise: it silences nobody until it begins anew.</summary>
    public void DismissVoice()
    {
        IsVoiceSustained = false;
        _isVoiceDismissed = IsVoiceActive;
    }

    public void VoiceStopped(TimeSpan at)
    {
        IsVoiceActive = false;
        IsVoiceSustained = false;
        _voicePausedAt = null;
        _voiceStoppedAt = at;
    }

    /// <summary>Whether what was said since the last turn takes the word from a speaking agent.</summary>
    /// <param name="isGoodbye">Whether the agent is saying goodbye, which may be answered without leading the conversation on.</param>
    public bool IsInterruption(bool isGoodbye)
    {
        if (!HasNewWords || IsBackchannel || (isGoodbye && CallerWords.IsFarewell(NewText, _language)))
        {
            return false;
        }

        var words = CallerWords.Split(NewText);
        return words.Length >= options.MinInterruptionWords || words.Any(_language.Interrupts.Contains);
    }

    /// <summary>What has been heard so far of the utterance that the agent is at, or was at last.</summary>
    public void AgentHeard(string words) => _agentHeard = words;

    /// <summary>The agent has said something, which the caller's next words may answer.</summary>
    public void AgentSaid(string words) => Expected = CallerExpectations.Of(words, _language);

    /// <summary>Takes in what the provider reports at <paramref name="now"/>.</summary>
    public void Hear(SpeechEvent speech, TimeSpan now)
    {
        switch (speech)
        {
            case SpeechEvent.Interim interim:
                var open = NotDropped(interim.Text.Trim(), now);
                SetWords(_settled, open, now);
                break;
            case SpeechEvent.Final final:
                Settle(final, now);
                break;
            case SpeechEvent.Rewritten rewritten:
                Rewrite(rewritten.Text.Trim());
                break;
            case SpeechEvent.Ended when HasNewWords:
                _providerEndedAt = now;
                break;
            case SpeechEvent.EagerEnd when HasNewWords:
                _eagerAt = now;
                break;
            case SpeechEvent.Resumed:
                _eagerAt = null;
                break;
            default:
                // Started comes later than our own voice activity and adds nothing to it.
                break;
        }
    }

    /// <summary>The turn is over. Its words stay until <see cref="Forget"/>, so that more of them can be told apart and joined.</summary>
    public void Answered()
    {
        _wordsAnswered = CallerWords.Count(Text);
        _open.Answered();
    }

    /// <summary>The last turn was withdrawn: its words and those since are one turn.</summary>
    public void Rejoin() => _wordsAnswered = 0;

    /// <summary>Drops the words of the turn that is over and keeps those that came since.</summary>
    /// <returns>Whether there were any.</returns>
    public bool ForgetAnswered()
    {
        var any = _wordsAnswered > 0;
        Drop(_wordsAnswered);
        return any;
    }

    /// <summary>Drops all words: they belong to nobody's turn.</summary>
    public void Forget() => Drop(CallerWords.Count(Text));

    // Words that came well before the voice paused are not its last: the recogniser has not caught up.
    private TimeSpan? UnchangedAt(TimeSpan? quietSince)
    {
        if (Interim.Length == 0)
        {
            return _lastWordsAt;
        }

        var since = quietSince > _lastWordsAt ? quietSince.Value : _lastWordsAt;
        return since - _lastWordsAt > CatchingUp ? null : since + options.PreemptiveDelay;
    }

    private WordsLook Look()
    {
        if (_looked.Settled != _settled || _looked.Interim != Interim || _looked.Expected != Expected)
        {
            _looked = (_settled, Interim, Expected, WordsJudge.Look(Text, _language, Expected));
        }

        return _looked.Look;
    }

    private EndpointSignals Signals() => new()
    {
        Look = Look(),
        HasInterim = Interim.Length > 0,
        LastWordsAt = _lastWordsAt,
        LastSettledAt = _lastSettledAt,
        IsVoiceActive = IsVoiceActive,
        VoicePausedAt = _voicePausedAt,
        VoiceStoppedAt = VoiceEnd,
        ProviderEndedAt = _providerEndedAt,
        IsJudgedOver = _isTurnJudgedOver,
        Confidence = _confidence,
    };

    private void Settle(SpeechEvent.Final final, TimeSpan now)
    {
        var text = NotDropped(final.Text.Trim(), now);
        var answeredOpen = _wordsAnswered > CallerWords.Count(_settled);
        _lastSegment = _open.Dropped == 0 ? text : string.Empty;
        SetWords(Join(_settled, text), string.Empty, now);
        _open.Close();

        // Settled in fewer words than were answered, the segment leaves none over for what comes next.
        _wordsAnswered = answeredOpen ? Math.Min(_wordsAnswered, CallerWords.Count(_settled)) : _wordsAnswered;
        _lastSettledAt = now;
        _providerEndedAt = final.EndOfSpeech ? now : _providerEndedAt;
        _isTurnJudgedOver = final is { EndOfSpeech: true, EndOfTurn: true } && HasNewWords;
        _confidence = final.EndOfTurnConfidence;
    }

    // What a report adds to the turn: words of its segment that were answered and dropped are no part of it. Where another segment has begun,
    // the open one will not be settled any more; what was answered of it stays as it was.
    private string NotDropped(string text, TimeSpan now)
    {
        var answered = Math.Max(0, _wordsAnswered - CallerWords.Count(_settled));
        if (!_open.IsSame(text, CallerWords.Take(Interim, answered), now))
        {
            _settled = answered == 0 ? _settled : Join(_settled, CallerWords.Take(Interim, answered));
            Interim = string.Empty;
            return text;
        }

        return CallerWords.Skip(text, _open.Dropped);
    }

    // The same words: whoever was answered is, however many words they now are.
    private void Rewrite(string text)
    {
        var answered = _wordsAnswered == CallerWords.Count(_settled);
        if (_lastSegment.Length == 0 || !_settled.EndsWith(_lastSegment, StringComparison.Ordinal) || (_wordsAnswered > 0 && !answered))
        {
            return;
        }

        _settled = string.Concat(_settled.AsSpan(0, _settled.Length - _lastSegment.Length), text);
        _lastSegment = text;
        _wordsAnswered = answered ? CallerWords.Count(_settled) : _wordsAnswered;
    }

    private void Drop(int words)
    {
        _lastSegment = string.Empty;
        var settledWords = CallerWords.Count(_settled);
        var ofInterim = Math.Max(0, words - settledWords);
        _open.Drop(CallerWords.Take(Interim, ofInterim));
        _settled = CallerWords.Skip(_settled, words);
        Interim = CallerWords.Skip(Interim, ofInterim);
        _wordsAnswered = 0;
        if (Text.Length == 0)
        {
            _firstWordsAt = null;
            _lastSettledAt = null;
            _providerEndedAt = null;
            _isTurnJudgedOver = false;
            _voiceStartedAt = IsVoiceActive ? _voiceStartedAt : null;
        }
    }

    private void SetWords(string settled, string interim, TimeSpan now)
    {
        if (settled == _settled && interim == Interim)
        {
            return;
        }

        _eagerAt = null;
        _settled = settled;
        Interim = interim;
        if (Text.Length == 0)
        {
            return;
        }

        _firstWordsAt ??= now;
        _lastWordsAt = now;
        _providerEndedAt = null;
        _isTurnJudgedOver = false;
    }

    private static string Join(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
