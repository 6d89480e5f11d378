using MudBlazor;

namespace VoiceAgent.Web.Components.Theme;

/// <summary>The one place with colours, fonts and radius. Every text colour keeps 4.5:1 on the surfaces it is used on (WCAG AA).</summary>
public static class VoiceAgentTheme
{
    // Fonts of the visitor's own system: nothing is loaded from anywhere.
    private static readonly string[] Fonts = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Instance { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "248px", AppbarHeight = "60px" },
        Typography = Type(),
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#0b6b66",
        PrimaryContrastText = "#ffffff",
        Secondary = "#475569",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#6941c6",
        Info = "#175cd3",
        Success = "#12703c",
        Warning = "#8a5100",
        Error = "#b42318",
        Background = "#f5f7f9",
        BackgroundGray = "#eef1f4",
        Surface = "#ffffff",
        AppbarBackground = "#ffffff",
        AppbarText = "#101828",
        DrawerBackground = "#ffffff",
        DrawerText = "#344054",
        DrawerIcon = "#475569",
        TextPrimary = "#101828",
        TextSecondary = "#475569",
        TextDisabled = "#667085",
        ActionDefault = "#475569",
        LinesDefault = "#e3e8ee",
        LinesInputs = "#8090a3",
        TableLines = "#e3e8ee",
        Divider = "#e3e8ee",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#6fd3ca",
        PrimaryContrastText = "#06302d",
        Secondary = "#a9b6c4",
        SecondaryContrastText = "#101828",
        Tertiary = "#b8a1f0",
        TertiaryContrastText = "#1d1236",
        Info = "#8ab6ff",
        InfoContrastText = "#0a1f44",
        Success = "#6cd39a",
        SuccessContrastText = "#06291a",
        Warning = "#f0bd63",
        WarningContrastText = "#2f1d00",
        Error = "#ff9d92",
        ErrorContrastText = "#3b0905",
        Background = "#0e151c",
        BackgroundGray = "#131c25",
        Surface = "#17212b",
        AppbarBackground = "#17212b",
        AppbarText = "#e8eef4",
        DrawerBackground = "#17212b",
        DrawerText = "#d2dbe5",
        DrawerIcon = "#a9b6c4",
        TextPrimary = "#e8eef4",
        TextSecondary = "#a9b6c4",
        TextDisabled = "#8797a8",
        ActionDefault = "#a9b6c4",
        LinesDefault = "#2a3743",
        LinesInputs = "#6f8091",
        TableLines = "#2a3743",
        Divider = "#2a3743",
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.6", LetterSpacing = "normal" },
        H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.75rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.015em" },
        H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.25rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "-0.01em" },
        H3 = new H3Typography { FontFamily = Fonts, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H6 = new H6Typography { FontFamily = Fonts, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.6", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.55", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.9rem", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
        Caption = new CaptionTypography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
    };
}
