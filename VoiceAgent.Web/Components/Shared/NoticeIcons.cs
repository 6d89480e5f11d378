using MudBlazor;

namespace VoiceAgent.Web.Components.Shared;

internal static class NoticeIcons
{
    public static string For(StatusTone tone) => tone switch
    {
        StatusTone.Good => Icons.Material.Outlined.CheckCircle,
        StatusTone.Attention => Icons.Material.Outlined.WarningAmber,
        StatusTone.Bad => Icons.Material.Outlined.ErrorOutline,
        _ => Icons.Material.Outlined.Info,
    };
}
