using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary><c>GET /v1/models</c>. The list tells no abilities, so that those which answer in words are found by their names.</summary>
internal sealed class OpenAIModelList(ProviderLists lists) : IChoiceList
{
    private static readonly string[] Families = ["gpt-", "o1", "o3", "o4", "chatgpt-", "ft:gpt-"];

    private static readonly string[] OtherUses =
        ["audio", "realtime", "transcribe", "tts", "image", "search", "embedding", "moderation", "instruct", "codex", "live"];

    public ProviderName Provider => ProviderName.OpenAI;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } =
        [.. new[] { OpenAILanguageModel.DefaultModel, "gpt-4.1", "gpt-4.1-nano", "gpt-4o-mini", "gpt-4o", "gpt-5.4-mini", "gpt-6-luna" }.Select(ProviderChoice.Named)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/models", KeyHeader.Scheme("Bearer"), OpenAIModelsJson.Default.OpenAIModels, cancellationToken);
        return
        [
            .. (answer.Data ?? []).Select(model => model.Id).OfType<string>().Where(Answers)
                .OrderBy(id => Known.All(known => known.Id != id)).ThenBy(id => id, StringComparer.Ordinal).Select(ProviderChoice.Named),
        ];
    }

    private static bool Answers(string id) =>
        Families.Any(family => id.StartsWith(family, StringComparison.Ordinal)) && !OtherUses.Any(use => id.Contains(use, StringComparison.Ordinal));
}

/// <summary><c>{"object":"list","data":[{"id":"gpt-4.1-mini","object":"model",…}]}</c></summary>
internal sealed record OpenAIModels(IReadOnlyList<OpenAIModel>? Data);

internal sealed record OpenAIModel(string? Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAIModels))]
internal sealed partial class OpenAIModelsJson : JsonSerializerContext;
