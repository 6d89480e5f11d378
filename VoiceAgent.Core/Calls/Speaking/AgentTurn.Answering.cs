using System.Runtime.CompilerServices;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls.Speaking;

/// <content>
/// Answers: model ▶ voice, and as long as the model asks for tools: tools ▶ model ▶ voice. While the caller would otherwise wait in silence
/// for a tool, or for what the model makes of it, the agent says a line that bridges the wait.
/// </content>
internal sealed partial class AgentTurn
{
    // Before the longest silence is reached, with time for the voice to begin, also when the first is late and the next takes over.
    private static readonly TimeSpan VoiceLead = TimeSpan.FromMilliseconds(1000);

    /// <summary>The first reply, if it was asked for ahead.</summary>
    public ILanguageModel? Begun { get; init; }

    // What waits goes on within the turn's own thread, for a moment.
    private TaskCompletionSource _spoken = new();
    private CancellationToken _turnToken;
    private long _startedAt;
    private long _toolsAt;
    private long _silentSince;

    private TimeSpan Patience => parts.Liveness.LongestSilence > 2 * VoiceLead ? parts.Liveness.LongestSilence - VoiceLead : parts.Liveness.LongestSilence / 2;

    /// <summary>Answers with the language model.</summary>
    /// <param name="request">The conversation.</param>
    /// <param name="openTools">Gives the turn's tools, for what waits until the caller has heard everything said so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task AnswerAsync(ChatRequest request, Func<Func<CancellationToken, Task>, ToolTurn> openTools, CancellationToken cancellationToken)
    {
        _startedAt = parts.Time.GetTimestamp();
        _turnToken = cancellationToken;
        var tools = openTools(WordsHeardAsync);
        return RunAsync(token => AnswerCoreAsync(request with { Tools = tools.Definitions }, tools, token), cancellationToken);
    }

    private async Task<AgentTurnOutcome> AnswerCoreAsync(ChatRequest request, ToolTurn tools, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var reader = new ModelReader((isFirst ? Begun : null) ?? parts.LanguageModel, () => post(new ConversationEvent.ModelAnswered(turnId)));
            var running = Prepare(reader, request, tools, cancellationToken);
            var pieces = SentenceSplitter.SplitAsync(reader.ReadAsync(request, cancellationToken), voice.Settings.Language, cancellationToken);
            var failure = isFirst ? await SpeakPiecesAsync(pieces, cancellationToken) : await SpeakWhenBegunAsync(pieces, cancellationToken);
            _textEnded();
            failure ??= reader.Failure ?? await AnnounceAsync(reader, running(), tools, cancellationToken);
            _spoken.TrySetResult();
            if (failure is null && running() is { } round)
            {
                (failure, request) = await PassAsync(request, reader, round, tools, cancellationToken);
                if (failure is null && !tools.ThenListens && (tools.EndsCall is null || reader.Text.Length == 0))
                {
                    continue;
                }
            }
            else if (failure is null && tools.EndsCall is not null && reader.Text.Length == 0)
            {
                failure = await SpeakPiecesAsync(PreparedSpeech.TextOf(tools.Tools.Goodbye, cancellationToken), cancellationToken);
            }

            return await FinishAnswerAsync(failure, cancellationToken);
        }
    }

    // A caller is told before something is done with the call, by the model or in its place.
    private async Task<ProviderFailure?> AnnounceAsync(ModelReader reader, Task? running, ToolTurn tools, CancellationToken cancellationToken) =>
        running is not null && string.IsNullOrWhiteSpace(reader.Text) && tools.AnnouncementOf(reader.Calls) is { } line ? await SayMeanwhileAsync(line, cancellationToken) : null;

    // Tools begin as soon as the reply is complete, while its words are still being spoken.
    private Func<Task<ToolRound>?> Prepare(ModelReader reader, ChatRequest request, ToolTurn tools, CancellationToken cancellationToken)
    {
        Task<ToolRound>? round = null;
        _spoken = new TaskCompletionSource();
        _textEnded = () =>
        {
            if (round is null && reader.Failure is null && reader.Calls.Count > 0 && request.ToolChoice is not ToolChoice.None)
            {
                _toolsAt = parts.Time.GetTimestamp();
                round = tools.RunAsync(reader.Calls, WordsWritten(), cancellationToken);
            }
        };
        return () => round;
    }

    private async Task<(ProviderFailure? Failure, ChatRequest Next)> PassAsync(
        ChatRequest request, ModelReader reader, Task<ToolRound> running, ToolTurn tools, CancellationToken cancellationToken)
    {
        if (await BridgeAsync(running, cancellationToken) is { } failure)
        {
            return (failure, request);
        }

        var round = await running;
        if (tools.EndsCall is { } reason)
        {
            post(new ConversationEvent.EndAfterTurn(turnId, reason));
        }

        var asked = new ChatMessage(ChatRole.Assistant, reader.Text.Trim()) { ToolCalls = round.Calls };
        return (null, request with
        {
            Messages = [.. request.Messages, asked, .. round.Results],
            ToolChoice = tools.MustAnswer ? ToolChoice.None : request.ToolChoice,
        });
    }

    private async Task<AgentTurnOutcome> FinishAnswerAsync(ProviderFailure? failure, CancellationToken cancellationToken)
    {
        var outcome = await FinishAsync(isWhole: failure is null, cancellationToken);
        return failure is null ? outcome : new AgentTurnOutcome.Failed(failure);
    }

    // The model is given its own time here, during which the caller is not left in silence either.
    private async Task<ProviderFailure?> SpeakWhenBegunAsync(IAsyncEnumerable<string> pieces, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = pieces.GetAsyncEnumerator(stop.Token);
        var first = reading.MoveNextAsync().AsTask();
        try
        {
            return await BridgeAsync(first, cancellationToken) ?? (await first ? await SpeakPiecesAsync(RestOf(reading, cancellationToken), cancellationToken) : null);
        }
        finally
        {
            Stop(stop);
            await Task.WhenAny(first);
            await reading.DisposeAsync();
        }
    }

    private static async IAsyncEnumerable<string> RestOf(IAsyncEnumerator<string> reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        do
        {
            yield return reading.Current;
        }
        while (await reading.MoveNextAsync());
    }

    // Waits for something, and says lines meanwhile. Gives what stopped the voice, or null.
    private async Task<ProviderFailure?> BridgeAsync(Task awaited, CancellationToken cancellationToken)
    {
        while (!await IsDoneAsync(awaited, UntilFiller(), cancellationToken))
        {
            if (await SayMeanwhileAsync(parts.Tools.NextFiller(), cancellationToken) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private Task<ProviderFailure?> SayMeanwhileAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        post(new ConversationEvent.FillerSaid(turnId, WordsWritten(), words));
        return SpeakPiecesAsync(PreparedSpeech.TextOf(line, cancellationToken), cancellationToken);
    }

    private async Task<bool> IsDoneAsync(Task awaited, TimeSpan within, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (awaited.IsCompleted || within <= TimeSpan.Zero)
        {
            return awaited.IsCompleted;
        }

        // What is awaited ends with the turn. A delay that did so too would end on the thread pool, and with it what follows.
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(awaited, Task.Delay(within, parts.Time, enough.Token));
        Stop(enough);
        cancellationToken.ThrowIfCancellationRequested();
        return awaited.IsCompleted;
    }

    // Sooner when nothing has been said in the turn; else only after a silence that is getting long.
    private TimeSpan UntilFiller()
    {
        if (_track.Audio > TimeSpan.Zero)
        {
            var silent = parts.Time.GetElapsedTime(_silentSince);
            var unheard = playout.Unheard(_track);
            if (unheard >= Playout.FrameDuration)
            {
                _silentSince = parts.Time.GetTimestamp() + (long)(unheard.TotalSeconds * parts.Time.TimestampFrequency);
                silent = -unheard;
            }

            return Patience - silent;
        }

        var sinceTools = parts.Tools.FillerAfter - parts.Time.GetElapsedTime(_toolsAt);
        var sinceStart = Patience - parts.Time.GetElapsedTime(_startedAt);
        return sinceTools < sinceStart ? sinceTools : sinceStart;
    }

    // At once, on this thread: the timers of a turn belong to its own context.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private int WordsWritten() => _track.WordsWritten;

    // The audio of a reply is complete only once the voice has ended it. What is left over of it, less than a frame, is sent with what comes next.
    private async Task WordsHeardAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _turnToken);
        await _spoken.Task.WaitAsync(linked.Token);
        while (playout.Unheard(_track) is var unheard && unheard >= Playout.FrameDuration)
        {
            await Task.Delay(unheard, parts.Time, linked.Token);
        }
    }
}
