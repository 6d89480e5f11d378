using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary><c>GET /v1/voices</c>: those of the account and the premade ones. A key that may only speak may not read it.</summary>
internal sealed class ElevenLabsVoiceList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.ElevenLabs;

    public ChoiceKind Kind => ChoiceKind.Voice;

    public IReadOnlyList<ProviderChoice> Known { get; } = [new(ElevenLabsProtocol.DefaultVoiceId, "Rachel")];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/voices", KeyHeader.Bare("xi-api-key"), ElevenLabsListsJson.Default.ElevenLabsVoices, cancellationToken);
        return [.. (answer.Voices ?? []).Where(voice => voice.VoiceId is not null).Select(voice => new ProviderChoice(voice.VoiceId!, voice.Label))];
    }
}

/// <summary><c>GET /v1/models</c>: the languages of the model that calls speak with.</summary>
internal sealed class ElevenLabsLanguageList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.ElevenLabs;

    public ChoiceKind Kind => ChoiceKind.Language;

    public IReadOnlyList<ProviderChoice> Known { get; } = [];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(
            key, "/v1/models", KeyHeader.Bare("xi-api-key"), ElevenLabsListsJson.Default.IReadOnlyListElevenLabsModel, cancellationToken);
        var model = answer.FirstOrDefault(known => known.ModelId == ElevenLabsProtocol.DefaultModel);
        return
        [
            .. (model?.Languages ?? []).Where(language => language.LanguageId is not null)
                .Select(language => new ProviderChoice(language.LanguageId!, language.Name ?? language.LanguageId!)),
        ];
    }
}

/// <summary><c>GET /v1/models</c>: those that speak, the default first.</summary>
internal sealed class ElevenLabsModelList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.ElevenLabs;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } = [ProviderChoice.Named(ElevenLabsProtocol.DefaultModel)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(
            key, "/v1/models", KeyHeader.Bare("xi-api-key"), ElevenLabsListsJson.Default.IReadOnlyListElevenLabsModel, cancellationToken);
        return
        [
            .. answer.Where(model => model is { ModelId: not null, CanDoTextToSpeech: true })
                .OrderBy(model => model.ModelId == ElevenLabsProtocol.DefaultModel ? 0 : 1)
                .Select(model => new ProviderChoice(model.ModelId!, model.Name ?? model.ModelId!)),
        ];
    }
}

/// <summary><c>{"voices":[{"voice_id":"…","name":"Rachel","category":"premade","labels":{"accent":"american","gender":"female"}}]}</c></summary>
internal sealed record ElevenLabsVoices(IReadOnlyList<ElevenLabsVoice>? Voices);

internal sealed record ElevenLabsVoice(string? VoiceId, string? Name, IReadOnlyDictionary<string, string?>? Labels)
{
    /// <summary>"Rachel (female, american)".</summary>
    public string Label
    {
        get
        {
            string[] traits = [.. new[] { Labels?.GetValueOrDefault("gender"), Labels?.GetValueOrDefault("accent") }.OfType<string>().Where(trait => trait.Length > 0)];
            return traits.Length == 0 ? Name ?? VoiceId ?? string.Empty : $"{Name} ({string.Join(", ", traits)})";
        }
    }
}

/// <summary><c>[{"model_id":"eleven_flash_v2_5","name":"Eleven Flash v2.5","can_do_text_to_speech":true,"languages":[{"language_id":"en","name":"English"}]}]</c></summary>
internal sealed record ElevenLabsModel(string? ModelId, string? Name, bool CanDoTextToSpeech, IReadOnlyList<ElevenLabsLanguage>? Languages);

internal sealed record ElevenLabsLanguage(string? LanguageId, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ElevenLabsVoices))]
[JsonSerializable(typeof(IReadOnlyList<ElevenLabsModel>))]
internal sealed partial class ElevenLabsListsJson : JsonSerializerContext;
