using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Xai;

/// <summary><c>GET /v1/language-models</c>: those that write text, limited to what the key may use.</summary>
internal sealed class XaiModelList(ProviderLists lists) : IChoiceList
{
    public ProviderName Provider => ProviderName.Grok;

    public ChoiceKind Kind => ChoiceKind.Model;

    public IReadOnlyList<ProviderChoice> Known { get; } = [.. new[] { XaiDialect.DefaultModel, "grok-4.3" }.Select(ProviderChoice.Named)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await lists.GetAsync(key, "/v1/language-models", KeyHeader.Scheme("Bearer"), XaiModelsJson.Default.XaiModels, cancellationToken);
        return
        [
            .. (answer.Models ?? []).Where(model => model is { Id: not null, OutputModalities: null } || model.OutputModalities?.Contains("text") is true)
                .SelectMany(model => new[] { model.Id! }.Concat(model.Aliases ?? []))
                .OrderBy(id => Known.All(known => known.Id != id)).Select(ProviderChoice.Named),
        ];
    }
}

/// <summary><c>{"models":[{"id":"grok-4.3","output_modalities":["text"],"aliases":["grok-4.3-latest"],…}]}</c></summary>
internal sealed record XaiModels(IReadOnlyList<XaiModel>? Models);

internal sealed record XaiModel(string? Id, IReadOnlyList<string>? OutputModalities, IReadOnlyList<string>? Aliases);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(XaiModels))]
internal sealed partial class XaiModelsJson : JsonSerializerContext;
