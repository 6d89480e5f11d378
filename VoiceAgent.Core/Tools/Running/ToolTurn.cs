using System.Globalization;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>
/// Runs what the model asks for in one agent turn: judges every wish before anything runs, runs those of one reply at the same time, and
/// breaks loops. For one turn at a time; its runs may outlive it.
/// </summary>
internal sealed class ToolTurn(CallTools tools, ToolTurnSetup setup)
{
    private readonly Dictionary<string, (int Times, Task<ToolRun>? Run)> _asked = new(StringComparer.Ordinal);
    private int _rounds;
    private int _calls;

    public IReadOnlyList<ToolDefinition> Definitions => tools.Definitions;

    public CallTools Tools => tools;

    /// <summary>Whether the model has had enough: its next reply is without tools.</summary>
    public bool MustAnswer { get; private set; }

    /// <summary>What a tool asked the call to end with; null goes on.</summary>
    public CallEndReason? EndsCall { get; private set; }

    /// <summary>Whether the agent is to say no more and listen.</summary>
    public bool ThenListens { get; private set; }

    /// <summary>What is said before the tools of a reply run that has no words of its own; null says nothing.</summary>
    public string? AnnouncementOf(IReadOnlyList<ToolCall> calls) => calls.Select(call => tools.Find(call.Name)?.Announcement).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line));

    /// <summary>
    /// Runs what one reply asked for and gives the results in its order. When <paramref name="cancellationToken"/> is cancelled, so are the
    /// runs that change nothing; the others go on and are told when they are done.
    /// </summary>
    /// <param name="calls">In the model's order.</param>
    /// <param name="afterWords">Words of the turn that were written before.</param>
    /// <param name="cancellationToken">The turn's.</param>
    public async Task<ToolRound> RunAsync(IReadOnlyList<ToolCall> calls, int afterWords, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var taken = Take(calls);
        setup.Post(new ConversationEvent.ToolsAsked(setup.Context.TurnId, taken, afterWords));
        var runs = new Task<ToolRun>[taken.Count];
        for (var i = 0; i < taken.Count; i++)
        {
            runs[i] = TellAsync(taken[i], Begin(taken[i], cancellationToken));
        }

        await Task.WhenAll(runs).WaitAsync(cancellationToken);
        var results = new List<ChatMessage>(runs.Length);
        for (var i = 0; i < runs.Length; i++)
        {
            var run = await runs[i];
            EndsCall ??= run.Result.EndsCall;
            ThenListens |= run.Result.ThenListens;
            results.Add(ChatMessage.ResultOf(taken[i], Bounded(run.Result.Text)));
        }

        MustAnswer |= _rounds >= tools.Options.MaxRoundsPerTurn || _calls >= tools.Options.MaxCallsPerTurn || EndsCall is not null;
        return new ToolRound(taken, results);
    }

    // More than the turn may ask for are left out, and so is what makes their ids unusable.
    private List<ToolCall> Take(IReadOnlyList<ToolCall> calls)
    {
        _rounds++;
        var taken = new List<ToolCall>(calls.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in calls.Take(Math.Max(1, tools.Options.MaxCallsPerTurn - _calls)))
        {
            var id = call.Id is { Length: > 0 } given && ids.Add(given)
                ? given
                : string.Create(CultureInfo.InvariantCulture, $"call_{setup.Context.TurnId}_{_rounds}_{taken.Count}");
            ids.Add(id);
            taken.Add(id == call.Id ? call : call with { Id = id });
        }

        _calls += taken.Count;
        return taken;
    }

    private Task<ToolRun> Begin(ToolCall call, CancellationToken cancellationToken)
    {
        if (tools.Find(call.Name) is not { } tool)
        {
            var names = string.Join(", ", tools.Definitions.Select(definition => definition.Name));
            return Refuse($"There is no tool named like that. There are: {names}.");
        }

        if (!call.TryReadArguments(out var arguments))
        {
            return Refuse("The arguments are not a JSON object. Call the tool again with a JSON object that fits its schema.");
        }

        if (JsonSchemaCheck.FindProblem(tool.Definition.Parameters, arguments) is { } problem)
        {
            return Refuse($"The arguments do not fit the schema: {problem} Ask the caller for what is missing, or call the tool again with arguments that fit.");
        }

        if (!tools.TryCount())
        {
            MustAnswer = true;
            return Refuse("Too many tools were used in this call. Go on without them.");
        }

        var key = $"{call.Name} {CanonicalJson.Write(arguments)}";
        var (times, earlier) = _asked.GetValueOrDefault(key);
        if (earlier is not null && !MayRepeat(tool, times, earlier))
        {
            MustAnswer |= earlier.IsCompletedSuccessfully;
            return AgainAsync(earlier);
        }

        var run = tool.ChangesSomething
            ? tools.RunOnce(key, ended => setup.Keep(async token => ended.SetResult(await new ToolExecution(tool, arguments, setup).RunKeptAsync(token))))
            : new ToolExecution(tool, arguments, setup).RunAsync(cancellationToken);
        _asked[key] = (times + 1, run);
        return run;
    }

    // Only what failed and changes nothing is worth another try.
    private static bool MayRepeat(ITool tool, int times, Task<ToolRun> earlier) =>
        times < 2 && !tool.ChangesSomething && earlier is { IsCompletedSuccessfully: true } && earlier.GetAwaiter().GetResult().Result.IsFailure;

    private static async Task<ToolRun> AgainAsync(Task<ToolRun> earlier)
    {
        var run = await earlier;
        return new ToolRun(
            run.Result.IsFailure
                ? ToolResult.Failed($"Not run again: it was asked for with the same arguments before and failed: {run.Result.Text}")
                : ToolResult.Ok($"Not run again: it was asked for with the same arguments before. Its result: {run.Result.Text}") with { EndsCall = run.Result.EndsCall },
            ToolOutcome.Refused);
    }

    private async Task<ToolRun> TellAsync(ToolCall call, Task<ToolRun> running)
    {
        var began = setup.Context.Time.GetTimestamp();
        var run = await running;
        setup.Post(new ConversationEvent.ToolFinished(setup.Context.TurnId, call.Id)
        {
            Result = Bounded(run.Result.Text),
            Outcome = run.Outcome,
            Duration = setup.Context.Time.GetElapsedTime(began),
        });
        if (run.Result is { EndsAtOnce: true, EndsCall: { } reason })
        {
            setup.Post(new ConversationEvent.EndAsked(reason));
        }

        return run;
    }

    private static Task<ToolRun> Refuse(string why) => Task.FromResult(ToolRun.Refused(why));

    private string Bounded(string text)
    {
        var most = tools.Options.MaxResultLength;
        return text.Length <= most
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, most)}\n[Truncated: only the first {most} of {text.Length} characters are shown.]");
    }
}
