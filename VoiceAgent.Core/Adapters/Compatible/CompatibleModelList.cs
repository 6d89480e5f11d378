using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;

namespace VoiceAgent.Core.Adapters.Compatible;

/// <summary><c>GET /models</c> of the account's server, the operator's default first.</summary>
internal sealed class CompatibleModelList(ProviderLists lists, ProviderEndpoints endpoints) : IChoiceList
{
    public ProviderName Provider => ProviderName.Compatible;

    public ChoiceKind Kind => ChoiceKind.Model;

    /// <summary>Nothing: models are each server's own.</summary>
    public IReadOnlyList<ProviderChoice> Known { get; } = [];

    public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var server = endpoints.ServerOf(key);
        var answer = await lists.GetAsync(
            key, CompatibleDialect.ModelsPath, CompatibleKey.HeaderOf(server), CompatibleJson.Default.CompatibleModels, cancellationToken);
        return
        [
            .. (answer.Data ?? []).Select(model => model.Id).OfType<string>()
                .OrderBy(id => id != server.DefaultModel).ThenBy(id => id, StringComparer.Ordinal).Select(ProviderChoice.Named),
        ];
    }
}
