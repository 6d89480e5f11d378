using System.Diagnostics;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Conversations.Keypad;

namespace VoiceAgent.Core.Conversations;

/// <summary>
/// A telephone conversation as a state machine: events in, actions out. It neither waits nor reads a clock. Whoever runs it applies
/// every event in order, carries out the actions before the next event, and applies <see cref="ConversationEvent.TimePassed"/> when
/// <see cref="Deadline"/> has come. Every phase has a deadline, so that no lost event can leave a call silent for ever.
/// </summary>
public sealed partial class Conversation(ConversationSettings settings)
{
    // Signs of life of a turn come at least every few seconds: the model, the voice and the playout have their own, shorter limits.
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(30);

    // A line that ends the call is short; the call ends even if nobody tells that it was heard.
    private static readonly TimeSpan LastLineLimit = TimeSpan.FromSeconds(20);

    // "Yes" that overlaps the end of the agent's question answers it; earlier it only told that the caller listened.
    private static readonly TimeSpan AsideSettling = TimeSpan.FromMilliseconds(1500);

    // The far end's own hang-up may arrive just behind the failure to send.
    private static readonly TimeSpan BrokenMediaGrace = TimeSpan.FromSeconds(1);

    // Voice over the agent for so long without a word in it is noise.
    private static readonly TimeSpan WordlessLimit = TimeSpan.FromSeconds(3);

    private readonly TurnOptions _options = settings.Turns;
    private readonly TurnDetector _detector = new(settings.Turns, CallerLanguage.Of(settings.Language));
    private readonly CollectedKeys _keys = new(settings.Turns);
    private readonly List<TurnLatency> _latencies = [];
    private List<ConversationAction>? _actions;
    private TurnState? _turn;
    private TurnState? _cut;
    private ConversationHistory.Entry? _callerEntry;
    private int _nextTurnId;
    private int _silencePrompts;
    private TimeSpan _quietSince;
    private TimeSpan? _owesAnswerSince;
    private TimeSpan? _mediaBrokeAt;

    public ConversationPhase Phase { get; private set; } = ConversationPhase.Connecting;

    public ConversationHistory History { get; } = new();

    /// <summary>What the caller is saying right now, not settled yet.</summary>
    public string InterimText => Phase is ConversationPhase.Ended ? string.Empty : _detector.Interim;

    /// <summary>Latencies of the turns that are over, in order.</summary>
    public IReadOnlyList<TurnLatency> Turns => _latencies;

    public TimeSpan? LastVoiceToVoice { get; private set; }

    public int Interruptions { get; private set; }

    /// <summary>What ended the call, if a provider did.</summary>
    public ProviderFailure? Failure { get; private set; }

    /// <summary>Takes in what happened and tells what to do.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="at">When, measured from the answer of the call; never earlier than the event before.</param>
    public IReadOnlyList<ConversationAction> Apply(ConversationEvent happened, TimeSpan at)
    {
        if (happened is ConversationEvent.TurnCut cut)
        {
            FinishCut(cut);
            return [];
        }

        if (happened is ConversationEvent.SpeculationDropped dropped)
        {
            Speculations = Speculations with { WastedTokens = Speculations.WastedTokens + (dropped.Written / CharactersOfAToken) };
            return [];
        }

        if (happened is ConversationEvent.ToolsAsked or ConversationEvent.ToolFinished)
        {
            // They belong to the history whatever has become of their turn.
            WriteTools(happened, at);
        }

        if (Phase is ConversationPhase.Ended)
        {
            return [];
        }

        _actions = null;
        Take(happened, at);
        WatchPickUp(happened, at);
        ReviewAhead();
        MeetDeadlines(at);
        return _actions is null ? [] : _actions;
    }

    private void Take(ConversationEvent happened, TimeSpan at)
    {
        switch (happened)
        {
            case ConversationEvent.Started:
                Begin(at);
                break;
            case ConversationEvent.SoundStarted:
                GiveWayToSound(at);
                break;
            case ConversationEvent.VoiceStarted voice:
                _detector.VoiceStarted(voice.At);
                BecomeVoice();
                break;
            case ConversationEvent.VoiceSustained:
                _detector.VoiceSustained();
                ConsiderOverlap(at);
                break;
            case ConversationEvent.VoicePaused voice:
                _detector.VoicePaused(voice.At);
                break;
            case ConversationEvent.VoiceWentOn:
                _detector.VoiceWentOn();
                break;
            case ConversationEvent.VoiceStopped voice:
                _detector.VoiceStopped(voice.At);
                break;
            case ConversationEvent.SpeechHeard heard:
                Hear(heard.Speech, at);
                break;
            case ConversationEvent.KeyPressed key:
                TakeKey(key, at);
                break;
            case ConversationEvent.TimePassed or ConversationEvent.ToneHeard:
                break;
            case ConversationEvent.SpeculationAnswered or ConversationEvent.SpeculationFailed:
                TakeAheadEvent(happened, at);
                break;
            case ConversationEvent.ListeningFailed failed:
                Fail(failed.Failure, at);
                break;
            case ConversationEvent.FarEndHungUp:
                End(CallEndReason.CallerHungUp);
                break;
            case ConversationEvent.MediaBroke:
                _mediaBrokeAt ??= at;
                break;
            case ConversationEvent.EndAsked asked:
                End(asked.Reason);
                break;
            default:
                TakeTurnEvent(happened, at);
                break;
        }
    }

    private void TakeTurnEvent(ConversationEvent happened, TimeSpan at)
    {
        switch (happened)
        {
            case ConversationEvent.ModelAnswered answered when Current(answered.TurnId, at) is { } turn:
                turn.FirstTokenAt ??= at;
                break;
            case ConversationEvent.VoiceAsked asked when Current(asked.TurnId, at) is { } turn:
                turn.VoiceAskedAt ??= at;
                break;
            case ConversationEvent.VoiceAnswered answered when Current(answered.TurnId, at) is { } turn:
                turn.VoiceAnsweredAt ??= at;
                break;
            case ConversationEvent.AudioSent sent when Current(sent.TurnId, at) is { } turn:
                StartSpeaking(turn, at);
                break;
            case ConversationEvent.WordsHeard heard when Current(heard.TurnId, at) is { } turn:
                History.SetHeard(turn.Id, heard.Text, null, turn.AudioSentAt ?? at);
                _detector.AgentHeard(heard.Text);
                if (History.HasAnswerHeard(turn.Id) || History.HasTools(turn.Id))
                {
                    CloseCallerEntry();
                }

                break;
            case ConversationEvent.FillerSaid filler when Current(filler.TurnId, at) is { } turn:
                turn.BeganWithFiller |= turn.AudioSentAt is null;
                History.AddFiller(turn.Id, filler.FromWord, filler.Words);
                break;
            case ConversationEvent.EndAfterTurn asked when Current(asked.TurnId, at) is { } turn:
                turn.EndsWith ??= asked.Reason;
                turn.EndDecidedAt ??= at;
                break;
            case ConversationEvent.ToolsAsked asked:
                _ = Current(asked.TurnId, at);
                break;
            case ConversationEvent.ToolFinished finished:
                _ = Current(finished.TurnId, at);
                break;
            case ConversationEvent.TurnEnded ended when Current(ended.TurnId, at) is { } turn:
                FinishTurn(turn, ended.Outcome, at);
                break;
            case ConversationEvent.ModelAnswered or ConversationEvent.VoiceAsked or ConversationEvent.VoiceAnswered
                or ConversationEvent.FillerSaid or ConversationEvent.EndAfterTurn
                or ConversationEvent.AudioSent or ConversationEvent.WordsHeard or ConversationEvent.TurnEnded:
                // Of a turn that is over.
                break;
            default:
                throw new UnreachableException($"No such event: {happened.GetType().Name}");
        }
    }

    private TurnState? Current(int turnId, TimeSpan at)
    {
        if (_turn?.Id != turnId)
        {
            return null;
        }

        _turn.LastSignAt = at;
        return _turn;
    }

    private void Begin(TimeSpan at)
    {
        _quietSince = at;
        if (_pickUp is not null)
        {
            AwaitHello(at);
        }
        else if (string.IsNullOrWhiteSpace(settings.Greeting))
        {
            _nextTurnId = 1;
            Listen(at);
        }
        else
        {
            Speak(LineKind.Greeting, settings.Greeting, null, at);
        }
    }

    private void Listen(TimeSpan at)
    {
        _turn = null;
        _quietSince = at;
        Phase = ConversationPhase.Listening;
    }

    private void Speak(LineKind kind, string text, CallEndReason? endsWith, TimeSpan at)
    {
        DropAhead();
        _turn = new TurnState { Id = _nextTurnId++, Line = kind, EndsWith = endsWith, StartedAt = at, LastSignAt = at };
        Phase = ConversationPhase.Thinking;
        Do(new ConversationAction.SpeakLine(_turn.Id, text, kind));
    }

    private void Answer(TimeSpan at)
    {
        var id = _nextTurnId++;
        if (_detector.Text.Length > 0)
        {
            WriteCaller(id, _detector.Text, at);
        }

        TimeSpan? keysEndedAt = _keys.Any ? _keys.LastAt : null;
        WriteKeys(id);
        _turn = new TurnState
        {
            Id = id,
            StartedAt = at,
            LastSignAt = at,
            SpeechEndedAt = _detector.HasNewWords ? _detector.SpeechEndedAt : keysEndedAt,
            WordsSettledAt = _detector.LastSettledAt,
            EndedBy = _detector.Endpoint?.Reason ?? (keysEndedAt is null ? EndpointReason.Withdrawn : EndpointReason.Keys),
        };
        SwitchLanguage();
        _detector.Answered();
        _owesAnswerSince = null;
        _silencePrompts = 0;
        Phase = ConversationPhase.Thinking;
        var messages = History.Messages(SystemMessage, id);
        Do(new ConversationAction.StartTurn(id, messages) { Prepared = TakeAhead(messages, at) });
    }

    private void StartSpeaking(TurnState turn, TimeSpan at)
    {
        if (turn.AudioSentAt is null)
        {
            _detector.AgentHeard(string.Empty);
        }

        turn.AudioSentAt ??= at;
        LastVoiceToVoice = turn.VoiceToVoice ?? LastVoiceToVoice;
        Phase = ConversationPhase.Speaking;
    }

    private void FinishTurn(TurnState turn, AgentTurnOutcome outcome, TimeSpan at)
    {
        switch (outcome)
        {
            case AgentTurnOutcome.Completed completed:
                _latencies.Add(turn.Latency(wasInterrupted: false));
                History.SetHeard(turn.Id, completed.Text, null, turn.AudioSentAt ?? at);
                CloseCallerEntry();
                Said(completed.Text, at);
                if (turn.EndsWith is { } reason)
                {
                    _turn = null;
                    End(reason);
                    return;
                }

                Listen(at);
                KeepWhatWasSaidMeanwhile(at);
                break;
            case AgentTurnOutcome.Failed failed:
                Fail(failed.Failure, at);
                break;
            case AgentTurnOutcome.Faulted:
                Apologise(CallEndReason.InternalError, at);
                break;
            default:
                Listen(at);
                break;
        }
    }

    private void Cut(bool wasInterrupted)
    {
        if (_turn is null)
        {
            return;
        }

        if (_turn.AudioSentAt is not null)
        {
            _latencies.Add(_turn.Latency(wasInterrupted));
        }

        Do(new ConversationAction.CutTurn(_turn.Id));
        _cut = _turn;
        _turn = null;
    }

    private void FinishCut(ConversationEvent.TurnCut cut)
    {
        if (_cut?.Id != cut.TurnId)
        {
            return;
        }

        History.SetHeard(cut.TurnId, cut.Heard, cut.Unheard, _cut.AudioSentAt ?? _cut.LastSignAt, cut.CutsWord);
        if (History.HasAnswerHeard(cut.TurnId))
        {
            Said(cut.Heard, _cut.LastSignAt);
            CloseCallerEntry();
            _owesAnswerSince = null;
        }
        else if (History.HasTools(cut.TurnId))
        {
            // What the caller said has led to something: it stays before it.
            CloseCallerEntry();
        }
        else
        {
            _detector.Rejoin();
        }

        _cut = null;
        if (Phase is ConversationPhase.Listening)
        {
            ShowSettledWords();
        }
    }

    private void Do(ConversationAction action) => (_actions ??= []).Add(action);
}
