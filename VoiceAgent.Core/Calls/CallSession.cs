using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls;

/// <summary>
/// One live call. Its loops: receive (caller audio → voice activity → speech-to-text, everything else → inbox), transcribe
/// (speech-to-text → inbox), playout (agent audio → media), at most one speaking turn, and converse, the only reader of the inbox,
/// which applies each event to the <see cref="Conversation"/> and carries out its actions.
/// </summary>
public sealed partial class CallSession
{
    private static readonly TimeSpan HeardEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HangUpLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly CallSessionSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger<CallSession> _logger;
    private readonly CallParts _parts;
    private readonly CallApology _apology;
    private readonly Conversation _conversation;
    // What happens is acted on by the thread that tells it: a clear or a request to the model waits for nobody else's work.
    private readonly Channel<Posted> _inbox = Channel.CreateUnbounded<Posted>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly List<CancellationTokenSource> _turnStops = [];
    private long _startedAt;
    private TimeSpan _offset;
    private TimeSpan _now;
    private TimeSpan _heardAt;
    private (int TurnId, string Heard) _toldHeard;
    private TimeSpan _publishedAt;
    private bool _isPublishDue;
    private CallEndReason? _endReason;
    private LiveCall _current;

    public CallSession(CallSessionSetup setup, TimeProvider time, ILogger<CallSession> logger)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        _time = time;
        _logger = logger;
        _parts = new CallParts(setup, time);
        _apology = new CallApology(setup, _parts);
        _conversation = new Conversation(SessionSettings.Conversation(setup));
        _current = new LiveCall { Call = setup.Call, Phase = ConversationPhase.Connecting };
        _startedAt = time.GetTimestamp();
    }

    /// <summary>The call as it stands. Thread-safe.</summary>
    public LiveCall Current => Volatile.Read(ref _current);

    /// <summary>
    /// Holds the call until it has ended, and tells what happened. Returns always, soon after the end; cancelling ends the call as
    /// <see cref="CallEndReason.ServerShutdown"/>. To be called once.
    /// </summary>
    public async Task<Call> RunAsync(CancellationToken cancellationToken)
    {
        _startedAt = _time.GetTimestamp();
        _offset = _setup.Call.AnsweredAt is { } answered && _time.GetUtcNow() > answered ? _time.GetUtcNow() - answered : TimeSpan.Zero;
        _setup.Incidents.Begin(_setup.Call.Id);
        _setup.Observer?.Begun(_conversation.Settings);
        CallSessionLog.Connected(_logger, _setup.Call.Id, _setup.Agent.Id.ToString());
        using var playout = new Playout(_setup.Media, _time, turnId => Post(new ConversationEvent.AudioSent(turnId)));
        using var wake = _time.CreateTimer(_ => Post(new ConversationEvent.TimePassed()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var scope = new TaskScope(CancellationToken.None);
        try
        {
            await using var shutdown = cancellationToken.UnsafeRegister(_ => End(CallEndReason.ServerShutdown), null);
            await using var fault = scope.CancellationToken.UnsafeRegister(_ => End(CallEndReason.InternalError), null);
            Post(new ConversationEvent.Started());
            var transcriber = new Transcriber(_setup.SpeechToText, SessionSettings.Listening(_setup), _parts, Post);
            scope.Start("playout", token => PlayAsync(playout, token));
            scope.Start("transcribe", transcriber.RunAsync);
            scope.Start("receive", token => ReceiveAsync(transcriber, playout, token));
            await ConverseAsync(scope, playout, wake);
        }
        catch (Exception exception)
        {
            CallSessionLog.Faulted(_logger, exception, _setup.Call.Id);
        }

        var reason = _endReason ?? CallEndReason.InternalError;
        var ended = Publish(reason);
        scope.Cancel();
        await HangUpAsync(reason);
        await EndAsync(scope);
        CallSessionLog.Ended(_logger, ended.Id, reason, ended.Turns.Count, ended.Interruptions);
        return ended;
    }

    private TimeSpan Elapsed() => _offset + _time.GetElapsedTime(_startedAt);

    private void Post(ConversationEvent happened) => _inbox.Writer.TryWrite(new Posted(happened, Elapsed()));

    private async Task ReceiveAsync(Transcriber transcriber, Playout playout, CancellationToken cancellationToken)
    {
        using var detector = _setup.VoiceActivity.Create(_setup.Media.Format);
        var turns = _setup.Agent.Turns;
        var voice = new VoiceWatch(detector, turns.MinInterruptionDuration, turns.GivesWayToSounds() ? new SoundOnset() : null);
        var tones = NewToneDetector();
        await foreach (var media in _setup.Media.ReceiveAsync(cancellationToken))
        {
            switch (media)
            {
                case MediaEvent.Audio audio:
                    transcriber.Hear(audio.Frame);
                    HearTone(tones, audio.Frame);
                    voice.Hear(audio.Frame, this, static session => session.Elapsed(), static (session, happened) => session.Post(happened));
                    break;
                case MediaEvent.MarkReturned mark:
                    playout.MarkReturned(mark.Name);
                    break;
                case MediaEvent.Dtmf key:
                    Post(new ConversationEvent.KeyPressed(key.Digit, key.Sequence));
                    break;
                case MediaEvent.Stopped:
                    Post(new ConversationEvent.FarEndHungUp());
                    return;
                default:
                    throw new UnreachableException($"No such media event: {media.GetType().Name}");
            }
        }

        Post(new ConversationEvent.MediaBroke());
    }

    private async Task PlayAsync(Playout playout, CancellationToken cancellationToken)
    {
        try
        {
            await playout.RunAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A connection that is gone fails in as many ways as there are carriers; the receiving loop may know better why.
            CallSessionLog.MediaBroke(_logger, _setup.Call.Id, exception.GetType().Name);
            Post(new ConversationEvent.MediaBroke());
        }
    }

    private async Task ConverseAsync(TaskScope scope, Playout playout, ITimer wake)
    {
        while (_endReason is null)
        {
            var (happened, at) = await _inbox.Reader.ReadAsync(CancellationToken.None);
            _now = at > _now ? at : _now;
            if (happened is ConversationEvent.SpeechHeard)
            {
                // Whether words are the agent's own, brought back, is told from those heard by now.
                TellHeard(scope, playout, isDue: true);
            }

            Apply(happened, scope, playout);
            if (_endReason is null)
            {
                TellHeard(scope, playout, isDue: _now >= _heardAt + HeardEvery);
                PrepareApology(happened, scope);
                PublishChanges();
                wake.Change(UntilNext(), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var next = _conversation.Deadline;
        if (_conversation.Phase is ConversationPhase.Speaking && _heardAt + HeardEvery < next)
        {
            next = _heardAt + HeardEvery;
        }

        if (_isPublishDue && _publishedAt + PublishEvery < next)
        {
            next = _publishedAt + PublishEvery;
        }

        var wait = next - Elapsed();
        return wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue)) : TimeSpan.Zero;
    }

    private void Apply(ConversationEvent happened, TaskScope scope, Playout playout)
    {
        foreach (var action in Decide(happened))
        {
            switch (action)
            {
                case ConversationAction.StartTurn start:
                    Answer(start, scope, playout);
                    break;
                case ConversationAction.SwitchLanguage change:
                    _parts.SwitchTo(change.Language);
                    break;
                case ConversationAction.Speculate ahead:
                    AskAhead(ahead, scope);
                    break;
                case ConversationAction.DropSpeculation drop:
                    Apply(DropAhead(drop), scope, playout);
                    break;
                case ConversationAction.SpeakLine line:
                    Speak(line, scope, playout);
                    break;
                case ConversationAction.PausePlayout:
                    playout.Pause();
                    break;
                case ConversationAction.ResumePlayout:
                    playout.Resume();
                    break;
                case ConversationAction.CutTurn cut:
                    // The clear first, then whatever cancelling sets in motion.
                    var heard = playout.Cut(cut.TurnId) ?? new ConversationEvent.TurnCut(cut.TurnId, string.Empty, null);
                    _turnStops[^1].Cancel();
                    Apply(heard, scope, playout);
                    break;
                case ConversationAction.EndCall end:
                    _endReason ??= end.Reason;
                    break;
                default:
                    throw new UnreachableException($"No such action: {action.GetType().Name}");
            }
        }
    }

    private void Speak(ConversationAction.SpeakLine line, TaskScope scope, Playout playout)
    {
        if (line.Kind is LineKind.Apology && _conversation.Failure is { } failure)
        {
            CallSessionLog.ProviderFailed(_logger, _setup.Call.Id, $"{failure.Provider}", $"{failure.Category}", $"{failure.Kind}");
        }

        if (line.Kind is LineKind.Apology)
        {
            // A voice that has just failed with all its stand-ins would only be waited for once more.
            var text = _conversation.Failure is { Category: ProviderCategory.TextToSpeech } ? null : line.Text;
            StartTurn(line.TurnId, _parts.Main, scope, playout, (turn, token) => turn.ApologiseAsync(_apology.Speech, text, token));
        }
        else if (line.Kind is LineKind.Greeting && _setup.Greeting is { } greeting)
        {
            StartTurn(line.TurnId, _parts.Main, scope, playout, (turn, token) => turn.GreetAsync(greeting, line.Text, token));
        }
        else
        {
            StartTurn(line.TurnId, _parts.Main, scope, playout, (turn, token) => turn.SayAsync(line.Text, token));
        }
    }

    private void TellHeard(TaskScope scope, Playout playout, bool isDue)
    {
        if (!isDue || _conversation.Phase is not ConversationPhase.Speaking)
        {
            return;
        }

        _heardAt = _now;
        if (playout.Heard() is { Heard.Length: > 0 } heard && heard != _toldHeard)
        {
            _toldHeard = heard;
            Apply(new ConversationEvent.WordsHeard(heard.TurnId, heard.Heard), scope, playout);
        }
    }

    private void PrepareApology(ConversationEvent happened, TaskScope scope)
    {
        var isTime = happened is ConversationEvent.AudioSent || (happened is ConversationEvent.Started && _conversation.Phase is ConversationPhase.Listening);
        if (isTime && _apology.TryBegin())
        {
            scope.Start("prepare apology", _apology.MakeAsync);
        }
    }

    private void PublishChanges()
    {
        var shown = _current;
        var transcript = _conversation.History.Transcript;
        var isChanged = shown.Phase != _conversation.Phase || !ReferenceEquals(shown.Call.Transcript, transcript)
            || !ReferenceEquals(_shownTools, _conversation.History.Tools) || shown.InterimText != _conversation.InterimText || shown.LastVoiceToVoice != _conversation.LastVoiceToVoice;
        var isUrgent = shown.Phase != _conversation.Phase || shown.Call.Transcript.Count != transcript.Count;
        _isPublishDue = isChanged && !isUrgent && _now < _publishedAt + PublishEvery;
        if (isChanged && !_isPublishDue)
        {
            Publish(null);
        }
    }

    private Call Publish(CallEndReason? ended)
    {
        _publishedAt = _now;
        _shownTools = _conversation.History.Tools;
        var call = _setup.Call with
        {
            Transcript = _conversation.History.Transcript,
            Tools = ToolTraces(hasEnded: ended is not null),
            Turns = [.. _conversation.Turns],
            Interruptions = _conversation.Interruptions,
            Speculation = _conversation.Speculations.Started > 0 ? _conversation.Speculations : null,
            Incidents = _setup.Incidents.All,
        };
        if (ended is { } reason)
        {
            call = call with { EndedAt = _time.GetUtcNow(), EndReason = reason, Problem = ProblemOf(reason) ?? call.Problem };
        }

        var live = new LiveCall
        {
            Call = call,
            Phase = ended is null ? _conversation.Phase : ConversationPhase.Ended,
            InterimText = ended is null ? _conversation.InterimText : string.Empty,
            LastVoiceToVoice = _conversation.LastVoiceToVoice,
        };
        Volatile.Write(ref _current, live);
        _setup.Publish(live);
        return call;
    }

    private string? ProblemOf(CallEndReason reason) => reason switch
    {
        CallEndReason.ProviderFailed when _conversation.Failure is { } failure => ProviderProblem.Describe(failure),
        CallEndReason.MediaFailed => "The carrier's audio connection broke off during the call. If it happens again, check the network between this server and the carrier.",
        CallEndReason.InternalError => $"VoiceAgent made a mistake. Please report it with the server's log of call {_setup.Call.Id}.",
        _ => null,
    };

    private async Task HangUpAsync(CallEndReason reason)
    {
        if (reason is CallEndReason.CallerHungUp or CallEndReason.Transferred)
        {
            return;
        }

        using var limit = new CancellationTokenSource(HangUpLimit, _time);
        try
        {
            await _setup.HangUpAsync(limit.Token).WaitAsync(HangUpLimit, _time);
        }
        catch (Exception exception)
        {
            CallSessionLog.HangUpFailed(_logger, _setup.Call.Id, exception.GetType().Name);
        }
    }

    private async Task EndAsync(TaskScope scope)
    {
        try
        {
            await scope.DisposeAsync().AsTask().WaitAsync(EndLimit, _time);
            _turnStops.ForEach(stop => stop.Dispose());
        }
        catch (TimeoutException) when (scope.Failure is null)
        {
            CallSessionLog.LeftRunning(_logger, _setup.Call.Id, EndLimit.TotalSeconds, string.Join(", ", scope.Running));
        }
        catch (Exception exception)
        {
            CallSessionLog.Faulted(_logger, exception, _setup.Call.Id);
        }
    }

    private readonly record struct Posted(ConversationEvent Happened, TimeSpan At);
}
