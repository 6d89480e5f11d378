using VoiceAgent.Core.Notices;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Notices;

/// <summary>Words and tones of notices.</summary>
public static class NoticesText
{
    public static string DismissLabel(AccountNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return $"Dismiss: {notice.Text}";
    }

    public static StatusTone Tone(NoticeLevel level) => level switch
    {
        NoticeLevel.Info => StatusTone.Neutral,
        NoticeLevel.Warning => StatusTone.Attention,
        NoticeLevel.Problem => StatusTone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
