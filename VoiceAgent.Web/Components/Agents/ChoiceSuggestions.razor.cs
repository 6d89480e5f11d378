using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Speech.Models;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>
/// What a free-text field offers while it is typed into: the provider's own list, read with the account's key. Anything else may be typed
/// too, which is the way out where the list cannot be read.
/// </summary>
public sealed partial class ChoiceSuggestions(IProviderChoices choices, ISpeechModels speechModels, CurrentAccount current)
{
    private IReadOnlyList<ProviderChoice> _choices = [];
    private ProviderName? _shown;

    /// <summary>Id that the field's <c>list</c> attribute names.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    [Parameter, EditorRequired]
    public ChoiceKind Kind { get; set; }

    [Parameter, EditorRequired]
    public ProviderCategory Category { get; set; }

    /// <summary>The provider chosen; null stands for the first usable one of the category.</summary>
    [Parameter]
    public ProviderName? Provider { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlySet<ProviderName> Usable { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        var provider = Provider ?? ProviderCatalog.In(Category).Select(info => (ProviderName?)info.Name).FirstOrDefault(name => Usable.Contains(name!.Value));
        if (provider == _shown)
        {
            return;
        }

        (_shown, _choices) = (provider, []);
        if (provider is { } name)
        {
            var listed = await ListAsync((await current.GetAsync()).AccountId, name);
            _choices = _shown == provider ? listed : _choices;
        }
    }

    private async Task<IReadOnlyList<ProviderChoice>> ListAsync(AccountId account, ProviderName provider) => Category is ProviderCategory.SpeechToText
        ? [.. (await speechModels.ListAsync(account, provider, CancellationToken.None)).Select(ProviderChoice.Named)]
        : await choices.ListAsync(account, provider, Kind, CancellationToken.None);
}
