using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Notices;

/// <summary>Something the owner of an account should know. Shown on every page until it is dismissed or no longer so, and kept in a list.</summary>
public sealed record AccountNotice
{
    public required string Id { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>What it is about, such as <c>key:Deepgram</c>: everything of one topic is settled together.</summary>
    public required string Topic { get; init; }

    /// <summary>Which state of the topic, such as <c>invalid</c>: one open notice of a topic and code is enough.</summary>
    public required string Code { get; init; }

    public required NoticeLevel Level { get; init; }

    /// <summary>What has happened and the way out, in the owner's words.</summary>
    public required string Text { get; init; }

    /// <summary>Local address where it is mended.</summary>
    public required string ActionUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the owner put it away, or when it was no longer so; null while it is shown.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public bool IsOpen { get; init; } = true;

    public static DocumentCollection<AccountNotice> Collection { get; } = new()
    {
        Name = "account_notices",
        Id = notice => notice.Id,
        Indexes = [DocumentIndex<AccountNotice>.On("account_created", notice => notice.AccountId, notice => notice.CreatedAt)],
    };
}

/// <summary>How much a notice matters.</summary>
public enum NoticeLevel
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Something will stop working, or works less well.</summary>
    Warning,

    /// <summary>Something has stopped working.</summary>
    Problem,
}

/// <summary>A notice to be raised; see <see cref="AccountNotice"/>.</summary>
public sealed record NoticeDraft(string Topic, string Code, NoticeLevel Level, string Text, string ActionUrl);
