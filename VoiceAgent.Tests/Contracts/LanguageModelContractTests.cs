using System.Text.Json;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Failover.Models;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What every <see cref="ILanguageModel"/> promises.</summary>
[Trait("Kind", "Contract")]
public sealed class LanguageModelContractTests
{
    private static readonly ChatRequest Question = new()
    {
        Messages = [new(ChatRole.System, "You answer the phone of a bakery."), new(ChatRole.User, "What are your opening hours?")],
        CacheKey = "contract",
    };

    public static TheoryData<string> Names { get; } = [.. LanguageModelContractEntries.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_reply_is_text_and_then_one_completion(string name)
    {
        await using var subject = await StartAsync(name);

        var updates = await CompleteAsync(subject, Question, CancellationToken.None);

        Assert.IsType<ChatUpdate.Completed>(updates[^1]);
        Assert.NotEmpty(updates[..^1]);
        Assert.All(updates[..^1], update => Assert.NotEmpty(Assert.IsType<ChatUpdate.TextDelta>(update).Text));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_reply_cut_by_its_limit_says_so(string name)
    {
        await using var subject = await StartAsync(name);

        var updates = await CompleteAsync(subject, Question with { MaxOutputTokens = 1 }, CancellationToken.None);

        Assert.Equal(ChatFinish.Length, Assert.IsType<ChatUpdate.Completed>(updates[^1]).Finish);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_reply_tells_what_it_cost(string name)
    {
        await using var subject = await StartAsync(name);

        var updates = await CompleteAsync(subject, Question, CancellationToken.None);

        var usage = Assert.IsType<ChatUpdate.Completed>(updates[^1]).Usage;
        Assert.NotNull(usage);
        Assert.InRange(usage.InputTokens, 10, 1000);
        Assert.InRange(usage.OutputTokens, updates.Count - 1, 1000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tools_are_called_side_by_side_and_their_results_are_answered(string name)
    {
        await using var subject = await StartAsync(name);
        var request = Question with
        {
            Messages = [.. Question.Messages, new(ChatRole.Assistant, "From eight."), new(ChatRole.User, "Please check stock of 12 rolls and find the address.")],
            Tools = [Tool("check_stock", "count", "integer"), Tool("find_address", "asked", "string"), Tool("hang_up")],
        };

        var updates = await CompleteAsync(subject, request, CancellationToken.None);

        Assert.Equal(ChatFinish.ToolCalls, Assert.IsType<ChatUpdate.Completed>(updates[^1]).Finish);
        var calls = updates[..^1].Select(update => Assert.IsType<ChatUpdate.ToolCallRequested>(update).Call).ToList();
        Assert.Equal(["check_stock", "find_address"], calls.Select(call => call.Name));
        Assert.Equal("""{"count":12}""", calls[0].Arguments);
        Assert.True(calls[1].TryReadArguments(out var arguments));
        Assert.StartsWith("Please check", arguments.GetProperty("asked").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(calls[0].Id, calls[1].Id);

        var answer = await CompleteAsync(
            subject,
            request with
            {
                Messages =
                [
                    .. request.Messages, new(ChatRole.Assistant, string.Empty) { ToolCalls = calls },
                    ChatMessage.ResultOf(calls[0], "Twelve rolls are there."), ChatMessage.ResultOf(calls[1], "It is 5 Garden Road."),
                ],
            },
            CancellationToken.None);

        Assert.Equal("Here is what I found: Twelve rolls are there. It is 5 Garden Road.", string.Concat(answer.OfType<ChatUpdate.TextDelta>().Select(delta => delta.Text)));
        Assert.Equal(ChatFinish.Stop, Assert.IsType<ChatUpdate.Completed>(answer[^1]).Finish);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tools_may_be_required_or_forbidden(string name)
    {
        await using var subject = await StartAsync(name);
        var request = Question with { Tools = [Tool("opening_hours")] };

        var words = await CompleteAsync(subject, request with { ToolChoice = ToolChoice.None }, CancellationToken.None);
        var call = await CompleteAsync(subject, request with { Messages = [new(ChatRole.User, "Hi!")], ToolChoice = ToolChoice.Required }, CancellationToken.None);

        Assert.All(words[..^1], update => Assert.IsType<ChatUpdate.TextDelta>(update));
        Assert.Equal("{}", Assert.IsType<ChatUpdate.ToolCallRequested>(call[0]).Call.Arguments);
    }

    [Theory]
    [ContractRow(ContractRow.EarlyClose)]
    [MemberData(nameof(Names))]
    public async Task A_tool_call_cut_off_is_no_tool_call(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.ClosedEarly);
        var request = Question with { Tools = [Tool("opening_hours", "day", "string")] };
        var updates = new List<ChatUpdate>();

        await subject.FailsAsync(
            async token =>
            {
                await foreach (var update in subject.Port.CompleteAsync(request, token))
                {
                    updates.Add(update);
                }
            },
            ProviderErrorKind.Protocol);

        Assert.Empty(updates);
    }

    [Theory]
    [ContractRow(ContractRow.CancelMidStream)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_in_mid_reply_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SilentLater);
        using var cancel = new CancellationTokenSource();
        await using var updates = subject.Port.CompleteAsync(Question, cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await updates.MoveNextAsync());

        await cancel.CancelAsync();

        await ContractTroubles.EndsCancelledAsync(updates);
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.SlowDrip)]
    [MemberData(nameof(Names))]
    public async Task A_slow_drip_is_read_to_its_end(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SlowDrip);

        var updates = await CompleteAsync(subject, Question with { Messages = [new(ChatRole.User, "Hello")] }, CancellationToken.None);

        Assert.Equal("Hello! How can I help you today?", string.Concat(updates.OfType<ChatUpdate.TextDelta>().Select(delta => delta.Text)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.EmptyInput)]
    [MemberData(nameof(Names))]
    public async Task A_request_without_messages_is_rejected(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.FailsAsync(token => CompleteAsync(subject, Question with { Messages = [] }, token), ProviderErrorKind.Rejected);
    }

    [Theory]
    [ContractRow(ContractRow.CancelAtOnce)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_before_it_begins_it_does_not_begin(string name)
    {
        await using var subject = await StartAsync(name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CompleteAsync(subject, Question, new CancellationToken(canceled: true)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_while_the_provider_is_silent_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.Silent);

        await subject.CancelsAsync(token => CompleteAsync(subject, Question, token));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Left_early_it_leaves_nothing_open(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.LeavesEarlyAsync(token => subject.Port.CompleteAsync(Question, token));
    }

    [Theory]
    [ContractRow(ContractRow.Unauthorized)]
    [MemberData(nameof(Names))]
    public Task A_refused_key_is_unauthorized(string name) => FailsAsync(name, ContractTrouble.Unauthorized, ProviderErrorKind.Unauthorized);

    [Theory]
    [ContractRow(ContractRow.Quota)]
    [MemberData(nameof(Names))]
    public Task No_credit_is_quota_exceeded(string name) => FailsAsync(name, ContractTrouble.NoCredit, ProviderErrorKind.QuotaExceeded);

    [Theory]
    [ContractRow(ContractRow.RateLimit)]
    [MemberData(nameof(Names))]
    public Task Too_many_requests_are_rate_limited(string name) => FailsAsync(name, ContractTrouble.RateLimited, ProviderErrorKind.RateLimited);

    [Theory]
    [ContractRow(ContractRow.GarbageFrame)]
    [MemberData(nameof(Names))]
    public Task A_message_nobody_can_read_is_a_protocol_error(string name) => FailsAsync(name, ContractTrouble.Garbage, ProviderErrorKind.Protocol);

    [Theory]
    [ContractRow(ContractRow.EarlyClose)]
    [MemberData(nameof(Names))]
    public Task A_reply_closed_early_is_a_protocol_error(string name) => FailsAsync(name, ContractTrouble.ClosedEarly, ProviderErrorKind.Protocol);

    [Theory]
    [ContractRow(ContractRow.EarlyClose)]
    [MemberData(nameof(Names))]
    public Task A_connection_reset_is_no_end(string name) =>
        FailsAsync(name, ContractTrouble.Dropped, ProviderErrorKind.Unavailable, ProviderErrorKind.Protocol);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_provider_that_is_down_is_unavailable(string name) => FailsAsync(name, ContractTrouble.Down, ProviderErrorKind.Unavailable);

    [Theory]
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Silence_behind_its_guard_is_a_timeout(string name)
    {
        foreach (var trouble in new[] { ContractTrouble.Silent, ContractTrouble.SilentLater })
        {
            await using var subject = await StartAsync(name, trouble);
            var limit = TimeSpan.FromMilliseconds(200);
            var guarded = new GuardedLanguageModel(new Candidate<ILanguageModel>(ProviderName.OpenAI, subject.Port), limit, limit, TimeProvider.System);

            await subject.FailsAsync(token => guarded.CompleteAsync(Question, token).ToListAsync(CancellationToken.None).AsTask(), ProviderErrorKind.Timeout);
        }
    }

    [Theory]
    [ContractRow(ContractRow.KeyNeverInMessage)]
    [MemberData(nameof(Names))]
    public Task Whatever_goes_wrong_the_key_is_in_no_message(string name) => ContractTroubles.TellNoKeyAsync<ILanguageModel>(
        trouble => StartAsync(name, trouble), (subject, token) => CompleteAsync(subject, Question, token));

    [Theory]
    [ContractRow(ContractRow.ConnectionsBackToZero)]
    [MemberData(nameof(Names))]
    public async Task After_replies_of_every_ending_no_connection_is_left(string name)
    {
        await using var subject = await StartAsync(name);
        await ContractTroubles.EndInEveryWayAsync(token => subject.Port.CompleteAsync(Question, token), token => subject.Port.CompleteAsync(Question, token));
        await subject.AssertReleasedAsync();
    }

    private static ToolDefinition Tool(string name, string? argument = null, string? type = null) => new()
    {
        Name = name,
        Description = "A tool of the bakery.",
        Parameters = JsonSerializer.SerializeToElement(new
        {
            type = "object",
            properties = argument is null ? [] : new Dictionary<string, object> { [argument] = new { type } },
            required = argument is null ? Array.Empty<string>() : [argument],
            additionalProperties = false,
        }),
    };

    private static async Task FailsAsync(string name, ContractTrouble trouble, params ProviderErrorKind[] kinds)
    {
        await using var subject = await StartAsync(name, trouble);
        await subject.FailsAsync(token => CompleteAsync(subject, Question, token), kinds);
    }

    private static Task<ContractSubject<ILanguageModel>> StartAsync(string name, ContractTrouble trouble = ContractTrouble.None) =>
        LanguageModelContractEntries.All.Single(entry => entry.Name == name).StartAsync(trouble);

    private static Task<List<ChatUpdate>> CompleteAsync(ContractSubject<ILanguageModel> subject, ChatRequest request, CancellationToken cancellationToken) =>
        subject.Port.CompleteAsync(request, cancellationToken).ToListAsync(CancellationToken.None).AsTask();
}
