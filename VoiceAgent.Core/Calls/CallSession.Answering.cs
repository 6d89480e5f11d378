using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Calls;

/// <content>Answers, and replies asked for ahead of them.</content>
public sealed partial class CallSession
{
    private SpeculativeReply? _ahead;

    private void Answer(ConversationAction.StartTurn start, TaskScope scope, Playout playout)
    {
        var request = RequestOf(start.History);
        var begun = start.Prepared is null ? null : _ahead;
        _ahead = null;
        StartTurn(start.TurnId, scope, playout, (turn, token) => turn.AnswerAsync(request, ToolsOf(start.TurnId, scope), token), begun);
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
