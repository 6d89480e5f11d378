using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary><c>GET /v0/tts/voices</c>: the account's own voices, then Hume's library, a hundred a page.</summary>
internal sealed class HumeVoiceList(ProviderLists lists) : IChoiceList
{
    private const int MaxPages = 4;

    public ProviderName Provider => ProviderName.Hume;

    public ChoiceKind Kind => ChoiceKind.Voice;

    public IReadOnlyList<ProviderChoice> Known { get; } = [ProviderChoice.Named(HumeProtocol.DefaultVoice)];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var voices = new List<ProviderChoice>();
        foreach (var (provider, prefix) in new[] { ("CUSTOM_VOICE", HumeProtocol.OwnVoicePrefix), ("HUME_AI", string.Empty) })
        {
            HumeVoicePage page;
            var number = 0;
            do
            {
                page = await lists.GetAsync(
                    key,
                    $"/v0/tts/voices?provider={provider}&page_number={number}&page_size=100",
                    KeyHeader.Bare("X-Hume-Api-Key"),
                    HumeListsJson.Default.HumeVoicePage,
                    cancellationToken);
                voices.AddRange((page.VoicesPage ?? []).Where(voice => voice.Id is not null)
                    .Select(voice => new ProviderChoice(prefix + voice.Id, voice.Name ?? voice.Id!)));
            }
            while (++number < Math.Min(page.TotalPages, MaxPages));
        }

        return voices;
    }
}

/// <summary><c>{"page_number":0,"total_pages":2,"voices_page":[{"id":"…","name":"Ava Song","provider":"HUME_AI"}]}</c></summary>
internal sealed record HumeVoicePage(int TotalPages, IReadOnlyList<HumeListedVoice>? VoicesPage);

internal sealed record HumeListedVoice(string? Id, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HumeVoicePage))]
internal sealed partial class HumeListsJson : JsonSerializerContext;
