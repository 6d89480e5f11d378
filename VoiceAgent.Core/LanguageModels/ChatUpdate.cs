namespace VoiceAgent.Core.LanguageModels;

/// <summary>A piece of a streamed reply.</summary>
public abstract record ChatUpdate
{
    /// <summary>More text, to be appended as it is.</summary>
    public sealed record TextDelta(string Text) : ChatUpdate;

    /// <summary>The model asks for a tool; a reply may ask for several, in order.</summary>
    public sealed record ToolCallRequested(ToolCall Call) : ChatUpdate;

    /// <summary>The reply is complete.</summary>
    public sealed record Completed(ChatFinish Finish, ChatUsage? Usage) : ChatUpdate;
}

/// <summary>Why a reply ended.</summary>
public enum ChatFinish
{
    Stop,
    Length,
    ContentFilter,

    /// <summary>The model waits for the results of the tools it asked for.</summary>
    ToolCalls,
}

/// <summary>Tokens a reply cost.</summary>
/// <param name="InputTokens">All of the request, cached or not.</param>
/// <param name="CachedInputTokens">Those of them that the provider had in its cache.</param>
/// <param name="OutputTokens">All that was written, thoughts included.</param>
public sealed record ChatUsage(int InputTokens, int CachedInputTokens, int OutputTokens);
