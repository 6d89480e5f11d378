using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Fakes.Tools;
using VoiceAgent.Web.Components.Agents.Tools;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Tests.Web;

/// <summary>Renders pages as a signed-in user of one account, over storage in memory.</summary>
public abstract class PageContext : BunitContext
{
    // One of each may exist; a test that opens a second page shares those of the first.
    private bool _hasProviders;

    protected PageContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var store = new InMemoryDocumentStore(TimeProvider.System);
        Board = new NoticeBoard(store.Open(AccountNotice.Collection), TimeProvider.System);
        Trail = new AuditTrail(store.Open(AuditEntry.Collection), TimeProvider.System);
        Agents = new AgentRepository(store.Open(AgentRepository.Collection));
        Lines = new PhoneLines(store.Open(PhoneLines.Collection), TimeProvider.System);
        Calls = new CallRepository(store.Open(CallRepository.Collection));
        Logs = new CallLogRepository(store.Open(CallLog.Collection));
        Services.AddMudServices();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Agents).AddSingleton(Lines).AddSingleton(Calls).AddSingleton(Registry).AddSingleton(new CallReplays(Logs));
        Services.AddSingleton<IProviderKeys>(Keys);
        Services.AddSingleton<ICallReadinessService>(Page).AddSingleton<IVaultStatus>(Page).AddSingleton<INumberImport>(Page);
        Services.AddSingleton<IStepUp>(Page).AddSingleton<IOutgoingCalls>(Page).AddSingleton<IVoicePreviews>(Page);
        Services.AddSingleton<IWebhookAddress>(Page).AddSingleton<ISandboxCalls>(Page).AddSingleton<IProviderChoices>(Page);
        Services.AddSingleton(_ => Endpoints);
        Services.AddSingleton<IKeyUses>(Page).AddSingleton<IKeyRemoval>(NewRemoval());
        Services.AddSingleton<INotices>(Board).AddSingleton<IAuditTrail>(Trail);
        Services.AddSingleton(Tools = ToolRig.Services(Store = store, Trail));
        Services.AddScoped<CurrentAccount>().AddScoped<CurrentOrigin>();
        Visitor = AddAuthorization();
    }

    protected AccountId Account { get; } = AccountId.New();

    protected BunitAuthorizationContext Visitor { get; }

    protected AgentRepository Agents { get; }

    protected PhoneLines Lines { get; }

    protected CallRepository Calls { get; }

    protected CallLogRepository Logs { get; }

    protected CallRegistry Registry { get; } = new();

    protected ToolServices Tools { get; }

    protected IDocumentStore Store { get; }

    private protected NoticeBoard Board { get; }

    private protected AuditTrail Trail { get; }

    protected InMemoryProviderKeys Keys { get; } = new();

    protected PageServices Page { get; } = new();

    /// <summary>Where providers are reached; set it before the first page is opened.</summary>
    protected ProviderEndpoints Endpoints { get; set; } = ProviderEndpoints.Public;

    private KeyRemoval NewRemoval() =>
        new(Keys, new CallReadinessService(Keys, Page, new CallableProviders(Enum.GetValues<ProviderName>().ToHashSet()), Endpoints), Agents);

    protected void SignIn()
    {
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Visitor.SetAuthorized("ada@example.com");
        Visitor.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, UserId.New().ToString()),
            new Claim(SignedInUser.AccountIdClaim, Account.ToString()));
    }

    /// <summary>Renders a page of a signed-in user with the providers that dialogs and selects need.</summary>
    protected IRenderedComponent<IComponent> Open<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        SignIn();
        return Render(Whole<TPage>(parameters));
    }

    protected RenderFragment Whole<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        var isFirst = !_hasProviders;
        _hasProviders = true;
        return builder =>
        {
            if (isFirst)
            {
                builder.OpenComponent<MudPopoverProvider>(0);
                builder.CloseComponent();
                builder.OpenComponent<MudDialogProvider>(1);
                builder.CloseComponent();
            }

            builder.OpenComponent<TPage>(2);
            foreach (var (name, value) in parameters)
            {
                builder.AddComponentParameter(3, name, value);
            }

            builder.CloseComponent();
        };
    }

    protected static IElement Button(IRenderedComponent<IComponent> page, string name) =>
        page.FindAll("button").Single(button => (button.GetAttribute("aria-label") ?? button.TextContent).Trim() == name);

    /// <summary>The input or text area with this label.</summary>
    protected static IElement Field(IRenderedComponent<IComponent> page, string label, int occurrence = 0)
    {
        var target = page.FindAll("label").Where(candidate => candidate.TextContent.Trim() == label).ElementAt(occurrence).GetAttribute("for");
        return page.Find($"#{target}");
    }
}
