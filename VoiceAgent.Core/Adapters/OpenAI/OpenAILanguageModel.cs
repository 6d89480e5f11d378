using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>Answers through OpenAI's chat completions, or through its Responses API where a model takes tools only there.</summary>
internal sealed class OpenAILanguageModel(ApiConnection connection) : ILanguageModel, IWarmable
{
    public const string DefaultModel = "gpt-4.1-mini";

    public static OpenAIErrors Errors { get; } = new(ProviderName.OpenAI);

    private readonly ChatCompletions _chat = new(
        new ChatDialect { Errors = Errors, DefaultModel = DefaultModel, Thinking = ReasoningModels.Of, HasCacheKey = true },
        connection);

    private readonly Responses _responses = new(connection);

    public Task WarmAsync(CancellationToken cancellationToken) => connection.WarmAsync(cancellationToken);

    public IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var needsResponses = request.Tools.Count > 0 && ReasoningModels.NeedsResponsesForTools(request.Model ?? DefaultModel);
        return needsResponses ? _responses.CompleteAsync(request, cancellationToken) : _chat.CompleteAsync(request, cancellationToken);
    }
}
