using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary><c>GET /v1/models</c>: the streaming ones. The list does not name the models of version 2, which are known here.</summary>
internal sealed class DeepgramModelList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.Deepgram;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } =
        [.. new[] { DeepgramProtocol.DefaultModel, FluxListening.DefaultModel, FluxListening.MultilingualModel }.Select(ProviderChoice.Named)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var models = await StreamingAsync(lists, key, cancellationToken);
        return [.. Known, .. models.Select(model => model.CanonicalName).OfType<string>().Order(StringComparer.Ordinal).Select(ProviderChoice.Named).Except(Known).Distinct()];
    }

    public static async Task<IEnumerable<DeepgramModel>> StreamingAsync(ProviderLists lists, KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/models", KeyHeader.Scheme("Token"), DeepgramModelsJson.Default.DeepgramModels, cancellationToken);
        return (answer.Stt ?? []).Where(model => model.Streaming);
    }
}

/// <summary><c>GET /v1/models</c>: the languages that the default model is listed with.</summary>
internal sealed class DeepgramLanguageList(ProviderLists lists) : IChoiceList
{
    /// <summary>Stands for several languages at once, and is no language that an agent could speak.</summary>
    private const string Several = "multi";

    public ProviderName Provider => ProviderName.Deepgram;

    public ChoiceKind Kind => ChoiceKind.Language;

    public IReadOnlyList<ProviderChoice> Known { get; } = [];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var models = await DeepgramModelList.StreamingAsync(lists, key, cancellationToken);
        return
        [
            .. models.Where(model => model.Architecture == DeepgramProtocol.DefaultModel).SelectMany(model => model.Languages ?? [])
                .Where(language => language != Several).Distinct().Order(StringComparer.Ordinal).Select(ProviderChoice.Named),
        ];
    }
}

/// <summary><c>{"stt":[{"name":"general","canonical_name":"nova-3-general","architecture":"nova-3","languages":["en","de"],"streaming":true,…}],"tts":[…]}</c></summary>
internal sealed record DeepgramModels(IReadOnlyList<DeepgramModel>? Stt);

internal sealed record DeepgramModel(string? CanonicalName, string? Architecture, IReadOnlyList<string>? Languages, bool Streaming);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeepgramModels))]
internal sealed partial class DeepgramModelsJson : JsonSerializerContext;
