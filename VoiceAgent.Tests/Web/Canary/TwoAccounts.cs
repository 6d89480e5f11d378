using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// One running app with two accounts: the owner has one of everything, a live call and a ringing one included; the stranger is signed
/// in and has nothing. Every door that a setting may open is open.
/// </summary>
public sealed partial class TwoAccounts : IAsyncLifetime, ICallControl
{
    internal const string Number = "+12025550188";
    internal const string AgentName = "Owner's receptionist";
    internal const string LiveControlId = "v3:live";
    internal const string RingingControlId = "v3:ringing";

    private readonly LoopbackMediaStream _media = new(TimeProvider.System);
    private RunningApp? _app;
    private Browser? _browser;
    private Task _liveCall = Task.CompletedTask;

    /// <summary>Signed in as the stranger.</summary>
    internal Browser Browser => _browser!;

    internal AccountId Owner { get; private set; }

    internal AccountId Stranger { get; private set; }

    internal Agent Agent { get; private set; } = null!;

    internal Call EndedCall { get; private set; } = null!;

    internal CallLog EndedLog { get; private set; } = null!;

    /// <summary>A voice preview of the owner.</summary>
    internal string PreviewId { get; private set; } = string.Empty;

    internal static VoicePreviewRequest Preview { get; } = new() { Provider = ProviderName.ElevenLabs, Text = "Hello.", Language = "en-US" };

    internal Call LiveCall { get; private set; } = null!;

    internal Call RingingCall { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false", "--Telephony:AllowUnannouncedMedia=true", "--Hosting:KnownProxies:0=127.0.0.1");
        Owner = await RegisterAsync("owner@two.example");
        Stranger = await RegisterAsync("stranger@two.example");
        _browser = _app.NewBrowser();
        await _browser.SignInAsync("stranger@two.example");
        Assert.True(await _browser.IsSignedInAsync());

        Agent = new AgentBuilder().With(agent => agent with { AccountId = Owner, Name = AgentName, Greeting = string.Empty }).Build();
        await Get<AgentRepository>().InsertAsync(Owner, Agent, default);
        await Get<PhoneLines>().AssignAsync(Owner, Number, Agent.Id, default);
        await SaveKeysAsync();
        PreviewId = ((VoicePreviews)Get<IVoicePreviews>()).Keep(Owner, [1, 2, 3, 4]);
        await MakeToolsAsync();
        await MakeIdentityAsync();
        EndedCall = await InsertAsync("v3:ended");
        EndedLog = await InsertLogAsync(EndedCall);
        LiveCall = await InsertAsync(LiveControlId);
        RingingCall = await InsertAsync(RingingControlId);
        OwnersWebhookToken = (await Get<AccountRepository>().FindAsync(Owner, default))!.WebhookToken;
        OwnersMediaToken = Get<MediaTokens>().Issue(RingingCall.Id);
        Get<RingingCalls>().Add(new RingingCall(RingingCall, Prepared(), "PCMU"));
        _liveCall = Get<CallHost>().RunAsync(new RingingCall(LiveCall, Prepared(), "PCMU"), _media, default);
        await Eventually.HoldsAsync(() => Get<CallRegistry>().Count == 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            Get<CallHost>().EndAll(CallEndReason.ServerShutdown);
            await _liveCall;
            _browser?.Dispose();
            await _app.DisposeAsync();
        }

        _media.Dispose();
    }

    /// <summary>What only the owner may see.</summary>
    internal IReadOnlyList<string> Marks =>
    [
        "Owner's receptionist", Number, OwnersWebhookToken, OwnersMediaToken, "owner@two.example", Agent.Id.ToString(), EndedCall.Id.ToString(),
        LiveCall.Id.ToString(), RingingCall.Id.ToString(), Owner.ToString(), .. MarksOfTools, .. MarksOfIdentity,
    ];

    internal string OwnersWebhookToken { get; private set; } = string.Empty;

    internal string OwnersMediaToken { get; private set; } = string.Empty;

    internal async Task<Browser> SignInAsOwnerAsync()
    {
        var browser = _app!.NewBrowser();
        await browser.SignInAsync("owner@two.example");
        return browser;
    }

    internal async Task<UserId> StrangersUserAsync()
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync("stranger@two.example"))!.User.Id;
    }

    /// <summary>Keeps the stranger below the limit of tokens.</summary>
    internal async Task RevokeAllBut(UserId user, AccessTokenId kept)
    {
        foreach (var token in (await Get<AccessTokens>().ListAsync(Stranger, user, default)).Where(token => token.Id != kept))
        {
            await Get<AccessTokens>().RevokeAsync(Stranger, user, token.Id, default);
        }
    }

    internal T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Which of the owner's things are as they were made; null when all are.</summary>
    internal async Task<string?> FindHarmAsync()
    {
        var found = new List<string>();
        void Check(bool isUnharmed, string what)
        {
            if (!isUnharmed)
            {
                found.Add(what);
            }
        }

        Check(await Get<AgentRepository>().FindAsync(Owner, Agent.Id, default) == Agent, "the agent");
        Check((await Get<PhoneLines>().FindAsync(Owner, Number, default))?.AgentId == Agent.Id, "the number");
        Check((await Get<CallRepository>().FindAsync(Owner, EndedCall.Id, default))?.CallControlId == EndedCall.CallControlId, "the call");
        Check(await Get<CallLogRepository>().FindAsync(Owner, EndedCall.Id, default) is not null, "the log");
        Check((await Get<IProviderKeys>().ListAsync(Owner, default)).Count == ProviderCatalog.All.Count, "the keys");
        Check(await Get<AccountRepository>().FindAsync(Owner, default) is not null, "the account");
        Check(Get<CallRegistry>().FindByCallControlId(Owner, LiveControlId) == LiveCall.Id, "the live call");
        Check(Get<RingingCalls>().Find(Owner, RingingControlId)?.Call == RingingCall, "the ringing call");
        Check(!_liveCall.IsCompleted, "the conversation");
        await CheckToolsAsync(Check);
        await CheckIdentityAsync(Check);
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    Task<bool> ICallControl.AnswerAsync(string callControlId, CancellationToken cancellationToken) => Task.FromResult(true);

    Task ICallControl.RejectAsync(string callControlId, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<bool> ICallControl.StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken) => Task.FromResult(true);

    Task ICallControl.HangUpAsync(string callControlId, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<IReadOnlyList<CarrierNumber>> ICallControl.ListNumbersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CarrierNumber>>([]);

    Task<CarrierNumber?> ICallControl.FindNumberAsync(string number, CancellationToken cancellationToken) => Task.FromResult<CarrierNumber?>(null);

    Task<string> ICallControl.DialAsync(DialRequest request, CancellationToken cancellationToken) => Task.FromResult("v3:dialled");

    private async Task<AccountId> RegisterAsync(string email)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<Registration>().CreateAsync(email, Browser.Password, isDemo: false, default);
        return result.User!.User.AccountId;
    }

    private async Task SaveKeysAsync()
    {
        using var signer = new SignedWebhook();
        foreach (var provider in ProviderCatalog.All)
        {
            var input = new KeyInput
            {
                Key = provider.Name is ProviderName.Telnyx ? "KEY0123456789abcdef_0123456789" : SandboxKeys.Valid(provider.Slug),
                WebhookPublicKey = provider.Name is ProviderName.Telnyx ? signer.PublicKey : null,
            };
            Assert.True((await Get<IProviderKeys>().SaveAsync(Owner, UserId.New(), provider.Name, input, default)).Saved);
        }
    }

    private async Task<Call> InsertAsync(string controlId)
    {
        var call = new Call
        {
            Id = CallId.New(),
            AccountId = Owner,
            AgentId = Agent.Id,
            AgentName = AgentName,
            Direction = CallDirection.Inbound,
            From = "+12025550144",
            To = Number,
            CallControlId = controlId,
            StartedAt = TimeProvider.System.GetUtcNow(),
        };
        await Get<CallRepository>().InsertAsync(Owner, call, default);
        return call;
    }

    private async Task<CallLog> InsertLogAsync(Call call)
    {
        var recorder = new CallLogRecorder(maxEvents: 10);
        IConversationObserver observer = recorder;
        observer.Begun(new ConversationSettings { SystemMessage = string.Empty, Greeting = Agent.Greeting, Turns = Agent.Turns });
        observer.Applied(new ConversationEvent.Started(), TimeSpan.Zero, []);
        observer.Applied(new ConversationEvent.FarEndHungUp(), TimeSpan.FromSeconds(9), []);
        var log = recorder.Finish(call with { AgentId = Agent.Id })!;
        await Get<CallLogRepository>().InsertAsync(Owner, log, default);
        return log;
    }

    private PreparedCall Prepared() => new([], new CallPlace(static () => { }))
    {
        Agent = Agent,
        Control = this,
        SpeechToText = new ScriptedSpeechToText(TimeProvider.System),
        LanguageModel = new ScriptedLanguageModel(TimeProvider.System),
        TextToSpeech = new ScriptedTextToSpeech(TimeProvider.System),
        Providers = [],
        Incidents = new CallIncidents(TimeProvider.System),
    };
}
