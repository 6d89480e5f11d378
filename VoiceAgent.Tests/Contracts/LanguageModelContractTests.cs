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
    public async Task A_request_without_messages_is_rejected(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.FailsAsync(token => CompleteAsync(subject, Question with { Messages = [] }, token), ProviderErrorKind.Rejected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Cancelled_before_it_begins_it_does_not_begin(string name)
    {
        await using var subject = await StartAsync(name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CompleteAsync(subject, Question, new CancellationToken(canceled: true)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
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
    [MemberData(nameof(Names))]
    public Task A_refused_key_is_unauthorized(string name) => FailsAsync(name, ContractTrouble.Unauthorized, ProviderErrorKind.Unauthorized);

    [Theory]
    [MemberData(nameof(Names))]
    public Task No_credit_is_quota_exceeded(string name) => FailsAsync(name, ContractTrouble.NoCredit, ProviderErrorKind.QuotaExceeded);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Too_many_requests_are_rate_limited(string name) => FailsAsync(name, ContractTrouble.RateLimited, ProviderErrorKind.RateLimited);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_message_nobody_can_read_is_a_protocol_error(string name) => FailsAsync(name, ContractTrouble.Garbage, ProviderErrorKind.Protocol);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_reply_closed_early_is_a_protocol_error(string name) => FailsAsync(name, ContractTrouble.ClosedEarly, ProviderErrorKind.Protocol);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_connection_reset_is_no_end(string name) =>
        FailsAsync(name, ContractTrouble.Dropped, ProviderErrorKind.Unavailable, ProviderErrorKind.Protocol);

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
