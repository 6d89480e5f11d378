using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Tests.Contracts.Documents;

namespace VoiceAgent.Tests.Core.Replay;

/// <summary>Logs in every storage there is.</summary>
[Trait("Kind", "Contract")]
public sealed class CallLogRepositoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => DocumentStores.Names;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_log_belongs_to_one_account_and_comes_back_as_it_was(string name)
    {
        await using var store = DocumentStores.Open(name);
        var logs = new CallLogRepository(store.Store.Open(CallLog.Collection));
        var keeper = new CallLogKeeper(logs, Options.Create(new CallLogOptions()), NullLogger<CallLogKeeper>.Instance);
        var (account, agent) = (AccountId.New(), AgentId.New());
        var first = await KeepAsync(keeper, account, agent, hour: 1);
        var second = await KeepAsync(keeper, account, agent, hour: 2);
        await KeepAsync(keeper, account, AgentId.New(), hour: 3);
        await KeepAsync(keeper, AccountId.New(), agent, hour: 4);

        var log = await logs.FindAsync(account, first, Token);

        Assert.Equal(TimeSpan.FromMilliseconds(345), log!.Settings.Turns.MinEndpointingDelay);
        Assert.Equal([new LoggedEvent(TimeSpan.FromTicks(1234567), new ConversationEvent.KeyPressed('7'))], CallLogEvents.Unpack(log));
        Assert.Null(await logs.FindAsync(AccountId.New(), first, Token));
        Assert.Equal([second, first], (await logs.ListAsync(account, agent, 10, Token)).Select(one => one.Id));
        Assert.Equal([second], (await logs.ListAsync(account, agent, 1, Token)).Select(one => one.Id));
        Assert.False(await logs.DeleteAsync(AccountId.New(), first, Token));
        Assert.True(await logs.DeleteAsync(account, first, Token));
        Assert.Null(await logs.FindAsync(account, first, Token));
    }

    [Fact]
    public async Task Where_the_operator_wants_none_nothing_is_gathered()
    {
        await using var store = DocumentStores.Open("InMemory");
        var logs = new CallLogRepository(store.Store.Open(CallLog.Collection));
        var keeper = new CallLogKeeper(logs, Options.Create(new CallLogOptions { Enabled = false }), NullLogger<CallLogKeeper>.Instance);

        Assert.Null(keeper.Begin());
    }

    private static async Task<CallId> KeepAsync(CallLogKeeper keeper, AccountId account, AgentId agent, int hour)
    {
        var call = new Call
        {
            Id = CallId.New(),
            AccountId = account,
            AgentId = agent,
            Direction = CallDirection.Inbound,
            CallControlId = "control",
            StartedAt = DateTimeOffset.UnixEpoch.AddHours(hour),
        };
        var recorder = keeper.Begin()!;
        IConversationObserver observer = recorder;
        observer.Begun(new ConversationSettings { SystemMessage = "system", Greeting = "Hi.", Turns = new TurnOptions { MinEndpointingDelay = TimeSpan.FromMilliseconds(345) } });
        observer.Applied(new ConversationEvent.KeyPressed('7'), TimeSpan.FromTicks(1234567), []);
        await keeper.KeepAsync(recorder, call, Token);
        return call.Id;
    }
}
