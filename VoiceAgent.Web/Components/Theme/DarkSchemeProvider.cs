using System.Text;
using MudBlazor;

namespace VoiceAgent.Web.Components.Theme;

/// <summary>
/// The dark colours for visitors whose system is dark, next to the light ones of <see cref="MudThemeProvider"/>. The browser chooses by
/// itself: the page has the right colours before there is a circuit, and follows the system when it changes.
/// </summary>
public sealed class DarkSchemeProvider : MudThemeProvider
{
    // The base class wraps this in one rule. It is closed at once, so that its last brace closes the media query.
    protected override void GenerateTheme(StringBuilder themeStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(themeStringBuilder);
        themeStringBuilder.AppendLine("} @media (prefers-color-scheme: dark) { :root {");
        base.GenerateTheme(themeStringBuilder);
        themeStringBuilder.AppendLine("}");
    }
}
