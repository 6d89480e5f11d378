namespace VoiceAgent.Core.LanguageModels;

/// <summary>A piece of a streamed reply.</summary>
public abstract record ChatUpdate
{
    /// <summary>More text, to be appended as it is.</summary>
    public sealed record TextDelta(string Text) : ChatUpdate;

    /// <summary>The reply is complete.</summary>
    public sealed record Completed(ChatFinish Finish, ChatUsage? Usage) : ChatUpdate;
}

/// <summary>Why a reply ended.</summary>
public enum ChatFinish
{
    Stop,
    Length,
    ContentFilter,
}

/// <summary>Tokens a reply cost, as the provider counts them.</summary>
public sealed record ChatUsage(int InputTokens, int CachedInputTokens, int OutputTokens);
