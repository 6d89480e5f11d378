using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Calls;

namespace VoiceAgent.Tests.Web.Calls;

[Trait("Kind", "Component")]
public sealed class CallPagesTests : PageContext
{
    [Fact]
    public void The_live_page_follows_a_call_from_its_first_word_to_its_end()
    {
        var page = Open<LiveCalls>();
        Assert.Contains(CallsText.LiveEmptyTitle, page.Markup, StringComparison.Ordinal);

        var call = Samples.Call(Account);
        Registry.Publish(Samples.Live(call, interim: "what are your"), () => { });
        page.WaitForAssertion(() => Assert.Contains("what are your…", page.Find(".line-interim").TextContent, StringComparison.Ordinal));
        Assert.Equal("polite", page.Find("article [role=status]").GetAttribute("aria-live"));
        Assert.Contains("Listening", page.Find("article [role=status]").TextContent, StringComparison.Ordinal);

        Registry.Publish(Samples.Live(Samples.Finished(Account) with { Id = call.Id }, ConversationPhase.Ended), () => { });
        page.WaitForAssertion(() => Assert.Contains("Caller hung up", page.Find("article [role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal($"/calls/{call.Id}", page.Find("article footer a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".line-interim"));
    }

    [Fact]
    public void A_call_in_progress_has_no_duration_yet()
    {
        Assert.Equal("–", CallDisplay.DurationText(Samples.Call(Account)));
        Assert.Equal("1:05", CallDisplay.DurationText(Samples.Finished(Account)));
    }

    [Fact]
    public void The_latency_of_the_greeting_is_called_so()
    {
        var turn = Samples.Finished(Account).Turns[0];
        var page = Render<LatencyBreakdown>(part => part.Add(breakdown => breakdown.Turns, [turn with { TurnId = 0 }, turn]));

        Assert.Equal([CallsText.Greeting, "1"], page.FindAll("th[scope=row]").Select(name => name.TextContent.Trim()));
    }

    [Fact]
    public void The_hang_up_button_ends_the_call()
    {
        var asked = new TaskCompletionSource();
        Registry.Publish(Samples.Live(Samples.Call(Account)), asked.SetResult);
        var page = Open<LiveCalls>();

        Button(page, CallsText.HangUpLabel("+12025550131")).Click();

        Assert.True(asked.Task.IsCompleted);
        page.WaitForAssertion(() => Assert.Contains(CallsText.HangingUp, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaving_the_page_ends_its_watch()
    {
        Open<LiveCalls>();

        await DisposeComponentsAsync();

        // Nobody is left to be told: publishing to a page that is gone would throw.
        Registry.Publish(Samples.Live(Samples.Call(Account)), () => { });
        Assert.Equal(1, Registry.Count);
    }

    [Fact]
    public void Simulating_a_call_is_offered_in_the_sandbox_only_and_a_problem_is_told()
    {
        Assert.DoesNotContain(CallsText.Simulate, Open<LiveCalls>().Markup, StringComparison.Ordinal);

        Page.IsAvailable = true;
        Page.SimulateProblem = "Connect a number first.";
        var page = Open<LiveCalls>();
        Button(page, CallsText.Simulate).Click();

        page.WaitForAssertion(() => Assert.Contains("Connect a number first.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(1, Page.SimulatedCalls);
    }

    [Fact]
    public async Task The_history_shows_the_newest_first_a_page_at_a_time()
    {
        for (var minute = 0; minute < CallHistory.PageSize + 1; minute++)
        {
            await Calls.InsertAsync(Account, Samples.Finished(Account, Samples.Noon.AddMinutes(minute)), default);
        }

        await Calls.InsertAsync(Foreign.AccountId, Foreign, default);
        var page = Open<CallHistory>();

        Assert.Equal(CallHistory.PageSize, page.FindAll("tbody tr").Count);
        Assert.Contains("12:25 UTC", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("Caller hung up", page.Find("tbody tr").TextContent, StringComparison.Ordinal);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/calls?page=2");
        var second = Open<CallHistory>();
        Assert.Contains("12:00 UTC", Assert.Single(second.FindAll("tbody tr")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_shows_its_words_with_the_unheard_ones_struck_and_where_the_time_went()
    {
        var call = Samples.Finished(Account);
        await Calls.InsertAsync(Account, call, default);
        var page = Open<CallDetails>(("Id", call.Id.ToString()));

        Assert.Equal("Call with +12025550131", page.Find("h1").TextContent);
        Assert.Equal(["from", "nine to five."], page.FindAll("del").Select(words => words.TextContent));
        Assert.Contains("(cut)", page.Find(".unheard-note").TextContent, StringComparison.Ordinal);
        Assert.Contains(CallsText.UnheardExplained, page.Markup, StringComparison.Ordinal);
        Assert.Contains("Deepgram, OpenAI", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["provider's judgement", "210 ms", "300 ms", "400 ms", "100 ms", "1.3 s"], page.FindAll("tbody tr:not(.bar-row) td").Select(cell => cell.TextContent.Trim()));
        Assert.Equal(["24%", "32%", "8%"], page.FindAll("rect").Select(bar => bar.GetAttribute("width")));
    }

    [Fact]
    public async Task A_rejected_call_tells_why_and_links_to_where_it_is_mended()
    {
        var call = Samples.Call(Account) with { EndReason = CallEndReason.RejectedNoAgent, Problem = "The number has no agent. Choose one." };
        await Calls.InsertAsync(Account, call, default);
        var page = Open<CallDetails>(("Id", call.Id.ToString()));

        var notice = page.Find(".notice");
        Assert.Contains("The number has no agent. Choose one.", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal("/numbers", notice.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Providers_that_failed_are_told_in_words_with_the_way_to_a_refused_key()
    {
        var call = Samples.Finished(Account) with
        {
            Incidents =
            [
                new(TimeSpan.FromSeconds(42), ProviderName.Deepgram, ProviderErrorKind.Timeout, ProviderName.Soniox) { TakenOverAfter = TimeSpan.FromMilliseconds(900) },
                new(TimeSpan.FromSeconds(50), ProviderName.OpenAI, ProviderErrorKind.Unauthorized, ProviderName.Grok) { TakenOverAfter = TimeSpan.FromMinutes(1) },
                new(TimeSpan.FromSeconds(61), ProviderName.Hume, ProviderErrorKind.Protocol, ProviderName.Hume) { TakenOverAfter = TimeSpan.FromMilliseconds(300) },
                new(TimeSpan.FromSeconds(64), ProviderName.Hume, ProviderErrorKind.QuotaExceeded, null),
            ],
        };
        await Calls.InsertAsync(Account, call, default);
        var page = Open<CallDetails>(("Id", call.Id.ToString()));

        Assert.Equal(
            [
                "Deepgram stopped answering at 0:42; Soniox took over after 900 ms.",
                "OpenAI refused the key at 0:50; Grok (xAI) took over. Open the OpenAI key",
                "Hume broke off at 1:01; a second try worked.",
                "Hume had no credit left at 1:04; nobody took over. Open the Hume key",
            ],
            page.FindAll(".incidents li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(["/settings#provider-openai", "/settings#provider-hume"], page.FindAll(".incidents a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void A_live_call_tells_who_failed_while_it_goes_on()
    {
        var call = Samples.Call(Account) with
        {
            Incidents = [new(TimeSpan.FromSeconds(7), ProviderName.ElevenLabs, ProviderErrorKind.Unavailable, ProviderName.Hume) { TakenOverAfter = TimeSpan.FromSeconds(1.24) }],
        };

        var card = Render<LiveCallCard>(parameters => parameters.Add(card => card.Call, new LiveCallView(Samples.Live(call), TimeSpan.FromSeconds(9))));

        Assert.Equal("ElevenLabs could not be reached at 0:07; Hume took over after 1.2 s.", card.Find(".incidents li").TextContent.Trim());
        Assert.Empty(Render<LiveCallCard>(parameters => parameters.Add(card => card.Call, new LiveCallView(Samples.Live(Samples.Call(Account)), TimeSpan.Zero))).FindAll(".incidents"));
    }

    [Fact]
    public void Every_trouble_has_words() =>
        Assert.Distinct(Enum.GetValues<ProviderErrorKind>().Select(kind => CallDisplay.Incident(new ProviderIncident(default, ProviderName.Hume, kind, null))));

    [Fact]
    public async Task Another_accounts_call_does_not_exist()
    {
        await Calls.InsertAsync(Foreign.AccountId, Foreign, default);

        Assert.Contains(CallsText.NotFoundTitle, Open<CallDetails>(("Id", Foreign.Id.ToString())).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_call_that_goes_on_leads_to_where_it_is_watched()
    {
        var call = Samples.Call(Account);
        await Calls.InsertAsync(Account, call, default);
        Registry.Publish(Samples.Live(call), () => { });

        Assert.Equal("/calls/live", Open<CallDetails>(("Id", call.Id.ToString())).Find(".notice a").GetAttribute("href"));

        Registry.Publish(Samples.Live(Samples.Finished(Account) with { Id = call.Id }, ConversationPhase.Ended), () => { });
        Assert.DoesNotContain(CallsText.StillLive, Open<CallDetails>(("Id", call.Id.ToString())).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_end_reason_and_phase_has_its_own_words()
    {
        Assert.Distinct(Enum.GetValues<CallEndReason>().Select(reason => CallDisplay.EndReason(reason)));
        Assert.Distinct(Enum.GetValues<ConversationPhase>().Select(CallDisplay.Phase));
        Assert.All(Enum.GetValues<CallEndReason>(), reason => Assert.True(Enum.IsDefined(CallDisplay.Tone(reason))));
    }

    private Call Foreign { get; } = Samples.Finished(AccountId.New());
}
