using System.Reflection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// What belongs to another account answers as if it did not exist. Every public method that takes an account has a row here: a new
/// one without a row fails the test below.
/// </summary>
[Trait("Kind", "Host")]
public sealed class TenantIsolationTests(TwoAccounts two) : IClassFixture<TwoAccounts>
{
    private static readonly AccountId Nobody = AccountId.New();

    /// <summary>Each asks as the account it is given for what is the owner's, and tells what it got.</summary>
    private static readonly Dictionary<string, Func<TwoAccounts, AccountId, Task<object?>>> Rows = new(StringComparer.Ordinal)
    {
        ["AgentRepository.ListAsync"] = async (two, asking) => Whole(await two.Get<AgentRepository>().ListAsync(asking, default)),
        ["AgentRepository.FindAsync"] = async (two, asking) => await two.Get<AgentRepository>().FindAsync(asking, two.Agent.Id, default),
        ["AgentRepository.SaveAsync"] = async (two, asking) => await two.Get<AgentRepository>().SaveAsync(asking, two.Agent with { AccountId = asking, Name = "Stolen" }, default),
        ["AgentRepository.InsertAsync"] = (two, asking) => FailureAsync(() => two.Get<AgentRepository>().InsertAsync(asking, two.Agent, default)),
        ["AgentRepository.DeleteAsync"] = async (two, asking) => await two.Get<AgentRepository>().DeleteAsync(asking, two.Agent.Id, default),
        ["AgentToolsets.FindAsync"] = async (two, asking) => (await ToolsetAsync(two)).Goodbye == (await two.Get<AgentToolsets>().FindAsync(asking, two.Agent.Id, default)).Goodbye,
        ["AgentToolsets.ListAsync"] = async (two, asking) => (await ToolsetAsync(two)) is not null ? Whole(await two.Get<AgentToolsets>().ListAsync(asking, default)) : null,
        ["AgentToolsets.ChangeAsync"] = async (two, asking) =>
        {
            await ToolsetAsync(two);
            await two.Get<AgentToolsets>().ChangeAsync(asking, two.Agent.Id, toolset => toolset with { Goodbye = "Stolen" }, default);
            return (await two.Get<AgentToolsets>().FindAsync(two.Owner, two.Agent.Id, default)).Goodbye == "Stolen";
        },
        ["AgentToolsets.DeleteAsync"] = async (two, asking) =>
        {
            await ToolsetAsync(two);
            await two.Get<AgentToolsets>().DeleteAsync(asking, two.Agent.Id, default);
            return (await two.Get<AgentToolsets>().ListAsync(two.Owner, default)).Count == 0;
        },
        ["ToolSecrets.SaveAsync"] = async (two, asking) =>
        {
            await SecretAsync(two);
            await two.Get<ToolSecrets>().SaveAsync(asking, AuditActor.System, SecretPlace, "stolen", default);
            return (await two.Get<ToolSecrets>().OpenAsync(two.Owner, SecretPlace.Tool, SecretPlace.Host, default)) is [{ Value: "stolen" }];
        },
        ["ToolSecrets.ListUnreadableAsync"] = async (two, asking) =>
        {
            await SecretAsync(two);
            await two.Get<IDocuments<ToolSecret>>().UpdateAsync(ToolSecret.IdOf(SecretPlace.Tool, SecretPlace.Header), secret => secret with { Host = "elsewhere.example:443" }, default);
            return Whole(await two.Get<ToolSecrets>().ListUnreadableAsync(asking, SecretPlace.Tool, default));
        },
        ["ToolSecrets.DeleteAsync"] = async (two, asking) =>
        {
            await SecretAsync(two);
            await two.Get<ToolSecrets>().DeleteAsync(asking, AuditActor.System, SecretPlace.Tool, [], default);
            return (await two.Get<ToolSecrets>().OpenAsync(two.Owner, SecretPlace.Tool, SecretPlace.Host, default))!.Count == 0;
        },
        ["CallRepository.ListAsync"] = async (two, asking) => Whole(await two.Get<CallRepository>().ListAsync(asking, 0, 100, default)),
        ["CallRepository.CountAsync"] = async (two, asking) => await two.Get<CallRepository>().CountAsync(asking, default),
        ["CallRepository.FindAsync"] = async (two, asking) => await two.Get<CallRepository>().FindAsync(asking, two.EndedCall.Id, default),
        ["CallRepository.InsertAsync"] = (two, asking) => FailureAsync(() => two.Get<CallRepository>().InsertAsync(asking, two.EndedCall, default)),
        ["CallRepository.SaveAsync"] = async (two, asking) => await two.Get<CallRepository>().SaveAsync(asking, two.EndedCall with { AccountId = asking, CallControlId = "stolen" }, default),
        ["CallLogRepository.FindAsync"] = async (two, asking) => await two.Get<CallLogRepository>().FindAsync(asking, two.EndedCall.Id, default),
        ["CallLogRepository.ListAsync"] = async (two, asking) => Whole(await two.Get<CallLogRepository>().ListAsync(asking, two.Agent.Id, 10, default)),
        ["CallLogRepository.InsertAsync"] = (two, asking) => FailureAsync(() => two.Get<CallLogRepository>().InsertAsync(asking, two.EndedLog, default)),
        ["CallLogRepository.DeleteAsync"] = async (two, asking) => await two.Get<CallLogRepository>().DeleteAsync(asking, two.EndedCall.Id, default),
        ["CallReplays.FindOptionsAsync"] = async (two, asking) => await two.Get<CallReplays>().FindOptionsAsync(asking, two.EndedCall.Id, default),
        ["CallReplays.HasAnyAsync"] = async (two, asking) => await two.Get<CallReplays>().HasAnyAsync(asking, two.Agent.Id, default),
        ["CallReplays.OfCallAsync"] = async (two, asking) => await two.Get<CallReplays>().OfCallAsync(asking, two.EndedCall.Id, [], default),
        ["CallReplays.OfAgentAsync"] = async (two, asking) => (await two.Get<CallReplays>().OfAgentAsync(asking, two.Agent.Id, 10, [], default)).Recorded.Runs.Count,
        ["CallRegistry.Watch"] = (two, asking) => Answer(Watched(two, asking)),
        ["CallRegistry.FindByCallControlId"] = (two, asking) => Answer(two.Get<CallRegistry>().FindByCallControlId(asking, TwoAccounts.LiveControlId)),
        ["CallRegistry.HangUp"] = (two, asking) => Answer(two.Get<CallRegistry>().HangUp(asking, two.LiveCall.Id)),
        ["CallHost.End"] = (two, asking) => Answer(two.Get<CallHost>().End(asking, two.LiveCall.Id, CallEndReason.HungUpByUser)),
        ["RingingCalls.Find"] = (two, asking) => Answer(two.Get<RingingCalls>().Find(asking, TwoAccounts.RingingControlId)),
        ["CallPreparation.OpenControlAsync"] = async (two, asking) => await two.Get<CallPreparation>().OpenControlAsync(asking, default),
        ["CallPreparation.OpenAsync"] = async (two, asking) =>
            await two.Get<CallPreparation>().OpenAsync(
                asking,
                two.Agent,
                new ProviderSelection([ProviderName.Deepgram], [ProviderName.OpenAI], [ProviderName.ElevenLabs]),
                new CallPlace(static () => { }),
                default),
        ["RingingCalls.Adopt"] = (two, asking) => Answer(two.Get<RingingCalls>().Adopt(asking, two.RingingCall.Id, "v3:stolen")),
        ["RingingCalls.Cancel"] = async (two, asking) =>
        {
            two.Get<RingingCalls>().Cancel(asking, two.RingingCall.Id);
            two.Get<RingingCalls>().Cancel(asking, two.LiveCall.Id);
            await Eventually.HoldsAsync(() => !two.Get<RingingCalls>().Cancelled.TryPeek(out _));
            return null;
        },
        ["RingingCalls.TryTakeToEnd"] = (two, asking) => Answer(two.Get<RingingCalls>().TryTakeToEnd(asking, two.RingingCall.Id, CallEndReason.Cancelled, out _)),
        ["CallConnections.EndAsync"] = async (two, asking) => await two.Get<CallConnections>().EndAsync(asking, two.RingingCall.Id, CallEndReason.Cancelled, default),
        ["CallOpener.OpenAsync"] = async (two, asking) => (await two.Get<CallOpener>().OpenAsync(asking, two.Agent, new CallPlace(static () => { }), default)).Call,
        ["CallConnections.Find"] = (two, asking) => Answer(two.Get<CallConnections>().Find(asking, HungUp(TwoAccounts.RingingControlId))),
        ["CallRepository.SaveProgressAsync"] = async (two, asking) =>
            await two.Get<CallRepository>().SaveProgressAsync(asking, two.LiveCall with { AccountId = asking, CallControlId = "stolen" }, default),
        ["CarrierEvents.HandleAsync"] = async (two, asking) =>
        {
            await two.Get<CarrierEvents>().HandleAsync(asking, HungUp(TwoAccounts.RingingControlId), default);
            await two.Get<CarrierEvents>().HandleAsync(asking, HungUp(TwoAccounts.LiveControlId), default);
            return null;
        },
        ["OutgoingCalls.StartAsync"] = async (two, asking) => (await two.Get<IOutgoingCalls>().StartAsync(asking, AuditActor.System, CallId.New(), ToCall(two))).Call,
        ["OutgoingOrders.StartAsync"] = async (two, asking) => (await two.Get<OutgoingOrders>().StartAsync(asking, AuditActor.System, "key", ToCall(two))).Result?.Call,
        ["OutgoingLimits.Refuse"] = (two, asking) => Answer(RefusedAfterOwners(two, asking)),
        ["UnannouncedCalls.BeginAsync"] = async (two, asking) =>
            (await two.Get<UnannouncedCalls>().BeginAsync(asking, TwoAccounts.Number, "v3:unannounced", AudioFormat.Pcmu, default)).Call,
        ["SeenWebhooks.TryAddAsync"] = async (two, asking) =>
        {
            var id = Guid.NewGuid().ToString();
            Assert.True(await two.Get<SeenWebhooks>().TryAddAsync(two.Owner, id, default));
            return !await two.Get<SeenWebhooks>().TryAddAsync(asking, id, default);
        },
        ["SeenWebhooks.ForgetAsync"] = async (two, asking) =>
        {
            var id = Guid.NewGuid().ToString();
            Assert.True(await two.Get<SeenWebhooks>().TryAddAsync(two.Owner, id, default));
            await two.Get<SeenWebhooks>().ForgetAsync(asking, id, default);
            return await two.Get<SeenWebhooks>().TryAddAsync(two.Owner, id, default);
        },
        ["PhoneLines.ListAsync"] = async (two, asking) => Whole(await two.Get<PhoneLines>().ListAsync(asking, default)),
        ["PhoneLines.FindAsync"] = async (two, asking) => await two.Get<PhoneLines>().FindAsync(asking, TwoAccounts.Number, default),
        ["PhoneLines.RemoveAsync"] = async (two, asking) => await two.Get<PhoneLines>().RemoveAsync(asking, TwoAccounts.Number, default),
        ["PhoneLines.AssignAsync"] = async (two, asking) =>
        {
            await two.Get<PhoneLines>().AssignAsync(asking, TwoAccounts.Number, null, default);
            await two.Get<PhoneLines>().RemoveAsync(asking, TwoAccounts.Number, default);
            return null;
        },
        ["CarrierNumberImport.ListAsync"] = async (two, asking) => (await two.Get<INumberImport>().ListAsync(asking, default)).Numbers.Count,
        ["ProviderKeys.ListAsync"] = async (two, asking) => Whole(await two.Get<IProviderKeys>().ListAsync(asking, default)),
        ["ProviderKeys.SaveAsync"] = async (two, asking) =>
            (await two.Get<IProviderKeys>().SaveAsync(asking, UserId.New(), ProviderName.Telnyx, new KeyInput { WebhookPublicKey = Convert.ToBase64String(new byte[32]) }, default)).Saved,
        ["ProviderKeys.TestAsync"] = async (two, asking) => await two.Get<IProviderKeys>().TestAsync(asking, ProviderName.Deepgram, default),
        ["ProviderKeys.DeleteAsync"] = async (two, asking) => await two.Get<IProviderKeys>().DeleteAsync(asking, ProviderName.Deepgram, default),
        ["ProviderKeys.LeaseAsync"] = async (two, asking) => await two.Get<IProviderKeys>().LeaseAsync(asking, ProviderName.Deepgram, default),
        ["ProviderKeys.FindWebhookPublicKeyAsync"] = async (two, asking) => await two.Get<IProviderKeys>().FindWebhookPublicKeyAsync(asking, default),
        ["AccessTokens.CreateAsync"] = async (two, asking) => (await TokenAsync(two, asking, UserId.New())).AccountId == two.Owner,
        ["AccessTokens.ListAsync"] = async (two, asking) => Whole(await two.Get<AccessTokens>().ListAsync(asking, (await TokenAsync(two, two.Owner, UserId.New())).UserId, default)),
        ["AccessTokens.RevokeAsync"] = async (two, asking) =>
        {
            var token = await TokenAsync(two, two.Owner, UserId.New());
            return await two.Get<AccessTokens>().RevokeAsync(asking, token.UserId, token.Id, default);
        },
        ["ProviderKeys.ConfigureAsync"] = async (two, asking) =>
            await two.Get<IProviderKeys>().ConfigureAsync(asking, AuditActor.System, ProviderName.Deepgram, new KeySettings(true, null, null), default),
        ["KeyRemoval.ImpactAsync"] = async (two, asking) => (await two.Get<IKeyRemoval>().ImpactAsync(asking, ProviderName.Deepgram, default)).NeedsConfirmation,
        ["KeyRemoval.DeleteAsync"] = async (two, asking) =>
            (await two.Get<IKeyRemoval>().DeleteAsync(asking, AuditActor.System, ProviderName.Deepgram, confirmed: true, default)).Deleted,
        ["KeyUses.ListLastAsync"] = async (two, asking) =>
        {
            two.Get<IKeyUses>().Record(two.Owner, CallId.New(), [ProviderName.Deepgram]);
            await Eventually.GetAsync(async () => await two.Get<IKeyUses>().ListLastAsync(two.Owner, default) is [var first, ..] ? first : null);
            return Whole(await two.Get<IKeyUses>().ListLastAsync(asking, default));
        },
        ["NoticeBoard.ListOpenAsync"] = async (two, asking) =>
            (await (await NoticesAsync(two)).ListOpenAsync(asking, default)).Any(notice => notice.AccountId == two.Owner),
        ["NoticeBoard.ListAsync"] = async (two, asking) =>
            (await (await NoticesAsync(two)).ListAsync(asking, 10, default)).Any(notice => notice.AccountId == two.Owner),
        ["NoticeBoard.DismissAsync"] = async (two, asking) =>
        {
            var notices = await NoticesAsync(two);
            return await notices.DismissAsync(asking, (await notices.ListOpenAsync(two.Owner, default))[0].Id, default);
        },
        ["NoticeBoard.SettleAsync"] = async (two, asking) =>
        {
            var notices = await NoticesAsync(two);
            await notices.SettleAsync(asking, "test", default);
            return (await notices.ListOpenAsync(two.Owner, default)).Count == 0;
        },
        ["NoticeBoard.RaiseAsync"] = async (two, asking) =>
        {
            var notices = await NoticesAsync(two);
            await notices.RaiseAsync(asking, new NoticeDraft("test", "other", NoticeLevel.Info, "Other.", "/settings"), default);
            return (await notices.ListOpenAsync(two.Owner, default)).Any(notice => notice.Code == "other");
        },
        ["NoticeBoard.Watch"] = async (two, asking) =>
        {
            var told = 0;
            using var watch = two.Get<INotices>().Watch(asking, () => told++);
            await two.Get<INotices>().SettleAsync(two.Owner, "test", default);
            await NoticesAsync(two);
            return told;
        },
        ["ProviderKeyStore.ListAsync"] = async (two, asking) => Whole(await two.Get<ProviderKeyStore>().ListAsync(asking, default)),
        ["ProviderKeyStore.FindAsync"] = async (two, asking) => await two.Get<ProviderKeyStore>().FindAsync(asking, ProviderName.Deepgram, default),
        ["CallReadinessService.EvaluateAsync"] = async (two, asking) => (await two.Get<ICallReadinessService>().EvaluateAsync(asking, two.Agent, default)).Missing.Count == 0,
        ["CallReadinessService.SelectAsync"] = async (two, asking) => await two.Get<IProviderSelector>().SelectAsync(asking, two.Agent, default),
        ["VoicePreviews.SpeakAsync"] = async (two, asking) => (await two.Get<IVoicePreviews>().SpeakAsync(asking, TwoAccounts.Preview, default)).Id,
        ["VoicePreviews.Find"] = async (two, asking) =>
            await Answer(two.Get<IVoicePreviews>().Find(asking, two.PreviewId)),
        ["AuditTrail.ListAsync"] = async (two, asking) => Whole(await AuditedOfOwnerAsync(two, asking)),
        ["AuditTrail.VerifyAsync"] = async (two, asking) =>
        {
            // Whoever asks has entries of the own sign-in; what is left over would be the owner's.
            var own = await two.Get<IAuditTrail>().ListAsync(asking, null, 100, default);
            return (await two.Get<IAuditTrail>().VerifyAsync(asking, default)).Entries - own.Count(entry => entry.Event.Account != two.Owner);
        },
        ["AccountRepository.FindAsync"] = async (two, asking) => (await two.Get<AccountRepository>().FindAsync(asking, default))?.Id == two.Owner,
        ["AccountRepository.DeleteAsync"] = async (two, _) => await two.Get<AccountRepository>().DeleteAsync(Nobody, default),
        ["WebhookAddress.ForAsync"] = async (two, asking) =>
            await two.Get<IWebhookAddress>().ForAsync(asking, default) == await two.Get<IWebhookAddress>().ForAsync(two.Owner, default),
    };

    public static TheoryData<string> Methods => [.. Rows.Keys];

    /// <summary>
    /// Without a row of their own: the queue hands events with their account on to <see cref="CarrierEvents.HandleAsync"/>, simulated
    /// calls ring what <see cref="PhoneLines.ListAsync"/> lists, the checklist and the demonstration ask the repositories, and reports of refused and used
    /// keys are written and lists of models and voices are asked for with keys where <see cref="ProviderKeyStore.FindAsync"/> and <see cref="IKeyUses.ListLastAsync"/> read.
    /// </summary>
    private static readonly string[] HandedOn =
    [
        "CarrierEventQueue.TryEnqueue", "InboundCalls.RingAsync", "SandboxCalls.SimulateCallAsync", "SandboxCalls.ConnectAsync", "NoSandboxCalls.SimulateCallAsync",
        "DemoTools.EnsureAsync", "ChecklistModel.LoadAsync", "KeyFailureQueue.ReportAsync", "KeyUses.Record",
        "ProviderChoices.ListAsync",
        "SpeechForgettingKeys.ListAsync", "SpeechForgettingKeys.SaveAsync", "SpeechForgettingKeys.TestAsync", "SpeechForgettingKeys.ConfigureAsync",
        "SpeechForgettingKeys.DeleteAsync", "SpeechForgettingKeys.LeaseAsync", "SpeechForgettingKeys.FindWebhookPublicKeyAsync",
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Another_accounts_things_do_not_exist(string method)
    {
        var got = await Rows[method](two, two.Stranger);

        Assert.True(IsNothing(got), $"{method} gave the stranger: {got}");
        Assert.Null(await two.FindHarmAsync());
    }

    [Theory]
    [InlineData("AgentRepository.FindAsync")]
    [InlineData("CallRepository.FindAsync")]
    [InlineData("CallRepository.CountAsync")]
    [InlineData("CallLogRepository.FindAsync")]
    [InlineData("CallLogRepository.ListAsync")]
    [InlineData("VoicePreviews.Find")]
    [InlineData("CallReplays.OfCallAsync")]
    [InlineData("CallReplays.OfAgentAsync")]
    [InlineData("CallRegistry.Watch")]
    [InlineData("CallRegistry.FindByCallControlId")]
    [InlineData("RingingCalls.Find")]
    [InlineData("PhoneLines.FindAsync")]
    [InlineData("ProviderKeys.ListAsync")]
    [InlineData("ToolSecrets.ListUnreadableAsync")]
    [InlineData("AccessTokens.CreateAsync")]
    [InlineData("AccessTokens.ListAsync")]
    [InlineData("AccessTokens.RevokeAsync")]
    [InlineData("ProviderKeys.LeaseAsync")]
    [InlineData("KeyUses.ListLastAsync")]
    [InlineData("AuditTrail.ListAsync")]
    [InlineData("AuditTrail.VerifyAsync")]
    [InlineData("NoticeBoard.ListOpenAsync")]
    [InlineData("NoticeBoard.ListAsync")]
    [InlineData("NoticeBoard.DismissAsync")]
    [InlineData("NoticeBoard.Watch")]
    [InlineData("ProviderKeys.FindWebhookPublicKeyAsync")]
    [InlineData("CallReadinessService.SelectAsync")]
    [InlineData("CallPreparation.OpenAsync")]
    [InlineData("CallConnections.Find")]
    [InlineData("CallOpener.OpenAsync")]
    [InlineData("OutgoingLimits.Refuse")]
    [InlineData("AccountRepository.FindAsync")]
    [InlineData("WebhookAddress.ForAsync")]
    public async Task The_owner_gets_them_by_the_same_question(string method)
    {
        var got = await Rows[method](two, two.Owner);

        Assert.False(IsNothing(got), $"{method} gave the owner nothing, so the row proves nothing.");
        (got as IDisposable)?.Dispose();
    }

    [Fact]
    public void Every_method_that_takes_an_account_has_a_row()
    {
        var methods =
            from type in (Type[])[.. typeof(AccountId).Assembly.GetTypes(), .. typeof(WebApp).Assembly.GetTypes()]
            where type is { IsClass: true, IsNested: false }
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && method.Name is not ("Equals" or "Deconstruct")
            where method.GetParameters().Any(parameter => parameter.ParameterType == typeof(AccountId) || parameter.ParameterType == typeof(AccountId?))
            select $"{type.Name}.{method.Name}";

        Assert.Equal(Rows.Keys.Concat(HandedOn).Order(StringComparer.Ordinal), methods.Distinct().Order(StringComparer.Ordinal));
    }

    private static bool IsNothing(object? got) => got is null or false or 0 or 0L or (0, false);

    /// <summary>How many live calls are seen at once, and whether a change of one is.</summary>
    private static (int Now, bool Changed) Watched(TwoAccounts two, AccountId asking)
    {
        var registry = two.Get<CallRegistry>();
        using var watch = registry.Watch(asking);
        using var owners = registry.Watch(two.Owner);
        registry.Publish(Assert.Single(owners.Now), static () => { });
        return (watch.Now.Count, watch.Changes.TryRead(out _));
    }

    private static async Task<AccessToken> TokenAsync(TwoAccounts two, AccountId account, UserId user) =>
        (await two.Get<AccessTokens>().CreateAsync(account, user, new AccessTokenRequest("isolation", [AccessTokenScopes.KeysRead]), default)).Token!;

    /// <summary>The notices, with an open one of the owner.</summary>
    private static async Task<INotices> NoticesAsync(TwoAccounts two)
    {
        var notices = two.Get<INotices>();
        await notices.RaiseAsync(two.Owner, new NoticeDraft("test", "open", NoticeLevel.Info, "A notice of the owner.", "/settings"), default);
        return notices;
    }

    private static async Task<IReadOnlyList<AuditEntry>> AuditedOfOwnerAsync(TwoAccounts two, AccountId asking) =>
        [.. (await two.Get<IAuditTrail>().ListAsync(asking, null, 100, default)).Where(entry => entry.Event.Account == two.Owner)];

    private static ToolSecretPlace SecretPlace => new("0123456789abcdef0123456789abcdef", "shop.example.com:443", "X-Key");

    private static Task SecretAsync(TwoAccounts two) => two.Get<ToolSecrets>().SaveAsync(two.Owner, AuditActor.System, SecretPlace, "owner's", default);

    /// <summary>The owner's toolset, with a mark.</summary>
    private static async Task<AgentToolset> ToolsetAsync(TwoAccounts two)
    {
        await two.Get<AgentToolsets>().ChangeAsync(two.Owner, two.Agent.Id, toolset => toolset with { Goodbye = "Owner's goodbye." }, default);
        return await two.Get<AgentToolsets>().FindAsync(two.Owner, two.Agent.Id, default);
    }

    private static Task<object?> Answer(object? got) => Task.FromResult(got);

    private static object? Whole<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : string.Join("; ", list);

    /// <summary>Null when it was refused.</summary>
    private static async Task<object?> FailureAsync(Func<Task> action) =>
        await Record.ExceptionAsync(action) is ArgumentOutOfRangeException ? null : "it was accepted";

    private static OutgoingCallRequest ToCall(TwoAccounts two) => new() { Agent = two.Agent.Id, To = "+12025550172" };

    /// <summary>Whether the calls of one account count for another.</summary>
    private static bool RefusedAfterOwners(TwoAccounts two, AccountId asking)
    {
        var limits = new OutgoingLimits(Microsoft.Extensions.Options.Options.Create(new OutgoingCallOptions { MaxConcurrentPerAccount = 1 }), TimeProvider.System);
        Assert.Null(limits.Refuse(two.Owner, out _));
        return limits.Refuse(asking, out _) is not null;
    }

    private static CarrierEvent HungUp(string controlId) => new()
    {
        EventId = Guid.NewGuid().ToString(),
        Kind = CarrierEventKind.HungUp,
        CallControlId = controlId,
        OccurredAt = TimeProvider.System.GetUtcNow(),
    };
}
