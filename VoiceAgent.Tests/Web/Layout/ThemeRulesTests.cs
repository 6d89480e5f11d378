using System.Text.RegularExpressions;
using MudBlazor.Utilities;
using VoiceAgent.Tests.Architecture;
using VoiceAgent.Web.Components.Theme;

namespace VoiceAgent.Tests.Web.Layout;

/// <summary>Colours live in the theme, so that light and dark are complete and every contrast is known.</summary>
[Trait("Kind", "Unit")]
public sealed partial class ThemeRulesTests
{
    [Fact]
    public void Components_and_style_sheets_leave_colours_to_the_theme()
    {
        var offences =
            from file in SourceTree.Files("VoiceAgent.Web/Components", "*.razor*").Append(Path.Combine(SourceTree.Root, "VoiceAgent.Web/wwwroot/app.css"))
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where StyleAttribute().IsMatch(line.Text) || Important().IsMatch(line.Text) || (file.EndsWith(".css", StringComparison.Ordinal) && Colour().IsMatch(line.Text))
            select $"{SourceTree.Relative(file)}:{line.Number}: {line.Text.Trim()}";

        Assert.Empty(offences);
    }

    [Fact]
    public void Style_sheets_space_in_steps_of_four()
    {
        var offences =
            from file in SourceTree.Files("VoiceAgent.Web/Components", "*.razor.css").Append(Path.Combine(SourceTree.Root, "VoiceAgent.Web/wwwroot/app.css"))
            from line in File.ReadLines(file).Where(line => Spacing().IsMatch(line))
            from Match length in Pixels().Matches(line)
            let pixels = int.Parse(length.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            where pixels % 4 != 0
            select $"{SourceTree.Relative(file)}: {line.Trim()}";

        Assert.Empty(offences);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_keeps_a_contrast_of_four_and_a_half(bool isDark)
    {
        var palette = isDark ? (MudBlazor.Palette)VoiceAgentTheme.Instance.PaletteDark : VoiceAgentTheme.Instance.PaletteLight;
        (string Name, MudColor Text, MudColor Surface)[] pairs =
        [
            ("text on surface", palette.TextPrimary, palette.Surface),
            ("text on background", palette.TextPrimary, palette.Background),
            ("soft text on surface", palette.TextSecondary, palette.Surface),
            ("soft text on background", palette.TextSecondary, palette.Background),
            ("link on surface", palette.Primary, palette.Surface),
            ("link on background", palette.Primary, palette.Background),
            ("button", palette.PrimaryContrastText, palette.Primary),
            ("danger on surface", palette.Error, palette.Surface),
            ("danger button", palette.ErrorContrastText, palette.Error),
            ("navigation", palette.DrawerText, palette.DrawerBackground),
            ("app bar", palette.AppbarText, palette.AppbarBackground),
        ];

        Assert.Empty(pairs.Where(pair => Contrast(pair.Text, pair.Surface) < 4.5).Select(pair => pair.Name));
    }

    private static double Contrast(MudColor one, MudColor other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(MudColor colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel) =>
        channel / 255.0 is var value && value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@"\bStyle\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex StyleAttribute();

    [GeneratedRegex("!important")]
    private static partial Regex Important();

    [GeneratedRegex(@"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(white|black|red|green|blue|gray|grey)\b")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^\s*(gap|padding|margin)[a-z-]*:")]
    private static partial Regex Spacing();

    [GeneratedRegex(@"(\d+)px")]
    private static partial Regex Pixels();
}
