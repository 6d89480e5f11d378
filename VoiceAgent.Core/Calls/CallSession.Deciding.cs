using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Calls;

/// <content>What is decided, watched by whoever observes it; answers, and replies asked for ahead of them.</content>
public sealed partial class CallSession
{
    private SpeculativeReply? _ahead;

    /// <summary>Ends the call soon, whatever it is doing; the first reason counts. Thread-safe, at any time, also twice.</summary>
    public void End(CallEndReason reason)
    {
        // The inbox wakes its reader on this thread. Whoever asks may be a page, whose context the rest of the call must not stay in.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Post(new ConversationEvent.EndAsked(reason));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private IReadOnlyList<ConversationAction> Decide(ConversationEvent happened)
    {
        // Most looks at the clock find nothing due and change nothing.
        var isIdle = happened is ConversationEvent.TimePassed && _now < _conversation.Deadline;
        var actions = _conversation.Apply(happened, _now);
        (isIdle ? null : _setup.Observer)?.Applied(happened, _now, actions);
        return actions;
    }

    private void Answer(ConversationAction.StartTurn start, TaskScope scope, Playout playout)
    {
        var request = RequestOf(start.History);
        var begun = start.Prepared is null ? null : _ahead;
        _ahead = null;
        StartTurn(start.TurnId, _parts.Current, scope, playout, (turn, token) => turn.AnswerAsync(request, ToolsOf(start.TurnId, scope), token), begun);
    }

    private void StartTurn(int turnId, CallVoice voice, TaskScope scope, Playout playout, Func<AgentTurn, CancellationToken, Task> speak, ILanguageModel? begun = null)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(scope.CancellationToken);
        _turnStops.Add(stop);
        var turn = new AgentTurn(turnId, _parts, voice, playout, Post) { Begun = begun };
        scope.Start("turn", _ => RunTurnAsync(turn, speak, stop.Token));
    }

    private async Task RunTurnAsync(AgentTurn turn, Func<AgentTurn, CancellationToken, Task> speak, CancellationToken cancellationToken)
    {
        try
        {
            await speak(turn, cancellationToken);
        }
        catch (Exception exception)
        {
            // The turn has told that it is over; the call goes on to apologise and end.
            CallSessionLog.TurnFaulted(_logger, exception, _setup.Call.Id);
        }
    }

    private void AskAhead(ConversationAction.Speculate ahead, TaskScope scope)
    {
        var request = RequestOf(ahead.History) with { Tools = _setup.Tools.Definitions };
        var reply = new SpeculativeReply(ahead.Id, _parts.LanguageModel, request, Post, scope.CancellationToken);
        _ahead = reply;
        scope.Start("ask ahead", async _ =>
        {
            try
            {
                await reply.RunAsync();
            }
            catch (Exception exception)
            {
                // The turn that takes it meets the same; one that was dropped harms nobody.
                CallSessionLog.TurnFaulted(_logger, exception, _setup.Call.Id);
            }
        });
    }

    private ConversationEvent.SpeculationDropped DropAhead(ConversationAction.DropSpeculation drop)
    {
        var written = _ahead?.Drop() ?? 0;
        _ahead = null;
        return new ConversationEvent.SpeculationDropped(drop.Id, written);
    }

    private ChatRequest RequestOf(IReadOnlyList<ChatMessage> history) => new()
    {
        Messages = history,
        CacheKey = _setup.Agent.Id.ToString(),
        ConversationId = _setup.Call.Id.ToString(),
    };
}
