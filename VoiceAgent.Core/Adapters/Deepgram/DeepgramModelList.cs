using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Models;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary><c>GET /v1/models</c>: the streaming ones. The list does not name the models of version 2, which are known here.</summary>
internal sealed class DeepgramModelList(ProviderLists lists) : ISpeechModelList
{
    public ProviderName Provider => ProviderName.Deepgram;

    public IReadOnlyList<string> Known { get; } = [DeepgramProtocol.DefaultModel, FluxListening.DefaultModel, FluxListening.MultilingualModel];

    public async Task<IReadOnlyList<string>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/models", KeyHeader.Scheme("Token"), DeepgramModelsJson.Default.DeepgramModels, cancellationToken);
        return [.. (answer.Stt ?? []).Where(model => model.Streaming).Select(model => model.CanonicalName).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }
}

/// <summary><c>{"stt":[{"name":"general","canonical_name":"nova-3-general","streaming":true,…}],"tts":[…]}</c></summary>
internal sealed record DeepgramModels(IReadOnlyList<DeepgramModel>? Stt);

internal sealed record DeepgramModel(string? CanonicalName, bool Streaming);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeepgramModels))]
internal sealed partial class DeepgramModelsJson : JsonSerializerContext;
