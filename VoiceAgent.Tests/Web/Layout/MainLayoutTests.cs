using Bunit;
using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Components.Layout;
using VoiceAgent.Web.Components.Shared;
using VoiceAgent.Web.Components.Theme;

namespace VoiceAgent.Tests.Web.Layout;

[Trait("Kind", "Component")]
public sealed class MainLayoutTests : PageContext
{
    [Fact]
    public void A_signed_in_user_has_the_navigation_and_signs_out_by_a_form()
    {
        SignIn();
        var page = Render<MainLayout>(layout => layout.Add(main => main.Body, "page"));

        Assert.Equal(["/", "/calls/live", "/calls", "/agents", "/numbers", "/settings"], page.FindAll("nav a").Select(link => link.GetAttribute("href")));
        Assert.Equal("post", page.Find("form[action='/account/sign-out']").GetAttribute("method"));
        Assert.Equal("page", page.Find("main").TextContent.Trim());
        Assert.Equal("/#content", page.Find("a.skip-link").GetAttribute("href"));
    }

    [Fact]
    public void Both_colour_schemes_are_in_the_page_and_the_browser_chooses()
    {
        var styles = string.Concat(Render<MainLayout>().FindAll("style").Select(style => style.TextContent));
        var dark = styles.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal);

        Assert.Contains($"--mud-palette-surface: {VoiceAgentTheme.Instance.PaletteLight.Surface}", styles[..dark], StringComparison.Ordinal);
        Assert.Contains($"--mud-palette-surface: {VoiceAgentTheme.Instance.PaletteDark.Surface}", styles[dark..], StringComparison.Ordinal);
        Assert.Equal(styles.Count(letter => letter == '{'), styles.Count(letter => letter == '}'));
    }

    [Fact]
    public void A_visitor_has_no_navigation_but_a_way_in()
    {
        var page = Render<MainLayout>();

        Assert.Empty(page.FindAll("nav a"));
        Assert.Equal(["/account/sign-in", "/account/sign-up"], page.FindAll("a.bar-link").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_bar_says_sandbox_exactly_where_it_is_one(bool isSandbox)
    {
        Page.IsAvailable = isSandbox;

        Assert.Equal(isSandbox, Render<MainLayout>().FindAll(".status-chip").Any(chip => chip.TextContent == SharedText.Sandbox));
    }

    [Fact]
    public void A_page_that_fails_leaves_the_frame_standing()
    {
        var page = Render<MainLayout>(layout => layout.Add(main => main.Body, (RenderFragment)(_ => throw new InvalidOperationException("broken"))));

        Assert.Contains(SharedText.ErrorTitle, page.Find("main").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("a.brand"));
    }
}
