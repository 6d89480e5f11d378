using Betalgo.Ranul.OpenAI.ObjectModels.ResponseModels;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>What the chunks of a reply add up to, beside its text and its tool calls.</summary>
internal sealed class ChatReply(ChatDialect dialect)
{
    /// <summary>Null until the provider has told that the reply is complete.</summary>
    public ChatFinish? Finish { get; private set; }

    public ChatUsage? Usage { get; private set; }

    /// <summary>Takes in a chunk and gives its text, if any.</summary>
    public string? Add(ChatCompletionCreateResponse chunk)
    {
        if (!chunk.Successful)
        {
            return Finish is not null ? null : throw new ProviderException(dialect.Errors.Provider, ProviderErrorKind.Protocol);
        }

        if (chunk.Usage is { } usage)
        {
            var apart = dialect.CountsThinkingApart ? usage.CompletionTokensDetails?.ReasoningTokens ?? 0 : 0;
            Usage = new ChatUsage(usage.PromptTokens, usage.PromptTokensDetails?.CachedTokens ?? 0, (usage.CompletionTokens ?? 0) + apart);
        }

        if (chunk.Choices is not [var choice, ..])
        {
            return null;
        }

        Finish ??= choice.FinishReason switch
        {
            null or "" => null,
            "length" => ChatFinish.Length,
            "content_filter" => ChatFinish.ContentFilter,
            "tool_calls" or "function_call" => ChatFinish.ToolCalls,
            _ => ChatFinish.Stop,
        };
        return choice.Delta?.Content ?? choice.Message?.Content;
    }
}
