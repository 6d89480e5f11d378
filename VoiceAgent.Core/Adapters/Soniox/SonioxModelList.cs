using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Models;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary><c>GET /v1/models</c>: those for real time.</summary>
internal sealed class SonioxModelList(ProviderLists lists) : ISpeechModelList
{
    public ProviderName Provider => ProviderName.Soniox;

    public IReadOnlyList<string> Known { get; } = [SonioxListening.DefaultModel];

    public async Task<IReadOnlyList<string>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/models", KeyHeader.Scheme("Bearer"), SonioxModelsJson.Default.SonioxModels, cancellationToken);
        return [.. (answer.Models ?? []).Where(model => model.TranscriptionMode is "real_time").Select(model => model.Id).OfType<string>()];
    }
}

/// <summary><c>{"models":[{"id":"stt-rt-v5","transcription_mode":"real_time",…}]}</c></summary>
internal sealed record SonioxModels(IReadOnlyList<SonioxModel>? Models);

internal sealed record SonioxModel(string? Id, string? TranscriptionMode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SonioxModels))]
internal sealed partial class SonioxModelsJson : JsonSerializerContext;
