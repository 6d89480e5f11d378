using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary><c>GET /v1/models</c>: those for real time.</summary>
internal sealed class SonioxModelList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.Soniox;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } = [ProviderChoice.Named(SonioxListening.DefaultModel)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var models = await RealTimeAsync(lists, key, cancellationToken);
        return [.. models.Select(model => model.Id).OfType<string>().OrderBy(id => id != SonioxListening.DefaultModel).Select(ProviderChoice.Named)];
    }

    public static async Task<IEnumerable<SonioxModel>> RealTimeAsync(ProviderLists lists, KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/models", KeyHeader.Scheme("Bearer"), SonioxModelsJson.Default.SonioxModels, cancellationToken);
        return (answer.Models ?? []).Where(model => model.TranscriptionMode is "real_time");
    }
}

/// <summary><c>GET /v1/models</c>: the languages of the default model.</summary>
internal sealed class SonioxLanguageList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.Soniox;

    public ChoiceKind Kind => ChoiceKind.Language;

    public IReadOnlyList<ProviderChoice> Known { get; } = [];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var model = (await SonioxModelList.RealTimeAsync(lists, key, cancellationToken)).FirstOrDefault(known => known.Id == SonioxListening.DefaultModel);
        return
        [
            .. (model?.Languages ?? []).Where(language => language.Code is not null)
                .Select(language => new ProviderChoice(language.Code!, language.Name ?? language.Code!)),
        ];
    }
}

/// <summary><c>{"models":[{"id":"stt-rt-v5","transcription_mode":"real_time","languages":[{"code":"en","name":"English"}],…}]}</c></summary>
internal sealed record SonioxModels(IReadOnlyList<SonioxModel>? Models);

internal sealed record SonioxModel(string? Id, string? TranscriptionMode, IReadOnlyList<SonioxLanguage>? Languages);

internal sealed record SonioxLanguage(string? Code, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SonioxModels))]
internal sealed partial class SonioxModelsJson : JsonSerializerContext;
