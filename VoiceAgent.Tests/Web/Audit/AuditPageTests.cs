using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Audit;
using VoiceAgent.Web.Components.Notices;

namespace VoiceAgent.Tests.Web.Audit;

[Trait("Kind", "Component")]
public sealed class AuditPageTests : PageContext
{
    [Fact]
    public async Task Entries_say_what_happened_to_which_key_and_by_whom_newest_first()
    {
        var call = CallId.New();
        await RecordAsync(AuditEvents.KeyCreated, AuditActor.Of(UserId.New()));
        await RecordAsync(AuditEvents.KeyTested, AuditActor.System, "invalid");
        await RecordAsync(AuditEvents.KeyUsed, AuditActor.Of(call));

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        Assert.Equal(["Keys used", "Key tested: refused", "Key stored"], page.FindAll("tbody tr").Select(row => row.Children[1].TextContent));
        Assert.Equal("Deepgram a1b2c3d4", page.FindAll("tbody tr")[2].Children[2].TextContent);
        Assert.Equal(["a call", "VoiceAgent", "another user of the account"], page.FindAll("tbody tr").Select(row => row.Children[3].TextContent.Trim()));
        Assert.Equal($"/calls/{call}", page.Find("tbody a").GetAttribute("href"));
        Assert.Contains("The trail is whole: 3 entries verified.", page.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_without_entries_is_told_what_will_be_here()
    {
        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains(AuditText.EmptyTitle, page.Find(".empty-state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_appears_on_an_open_page_and_goes_when_it_is_dismissed()
    {
        SignIn();
        var bar = Render<CascadingAuthenticationState>(parameters => parameters.AddChildContent<NoticeBar>());
        Assert.Empty(bar.FindAll(".notice"));

        await Board.RaiseAsync(Account, new NoticeDraft("key:Hume", "invalid", NoticeLevel.Problem, "Hume refuses your key.", "/settings#provider-hume"), default);
        bar.WaitForAssertion(() => Assert.Equal("/settings#provider-hume", bar.Find(".notice a").GetAttribute("href")));
        await Board.RaiseAsync(AccountId.New(), new NoticeDraft("key:Grok", "invalid", NoticeLevel.Problem, "Another's.", "/settings"), default);
        Assert.Single(bar.FindAll(".notice"));

        bar.Find("button[aria-label='Dismiss: Hume refuses your key.']").Click();
        bar.WaitForAssertion(() => Assert.Empty(bar.FindAll(".notice")));
        Assert.Single(await Board.ListAsync(Account, 10, default));
    }

    private Task RecordAsync(string name, AuditActor actor, string? result = null) => Trail.RecordAsync(
        new AuditEvent { Account = Account, Name = name, Actor = actor, Provider = ProviderName.Deepgram, Fingerprint = "a1b2c3d4", Result = result },
        CancellationToken.None);
}
