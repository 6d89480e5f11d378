using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>
/// What a free-text field offers while it is typed into: the providers' own lists, read with the account's keys, and a line where one
/// could not be read just now. Anything else may be typed too, which is the way out then.
/// </summary>
public sealed partial class ChoiceSuggestions(IProviderChoices choices, CurrentAccount current, TimeProvider time)
{
    private IReadOnlyList<ProviderChoice> _choices = [];
    private IReadOnlyList<string> _notes = [];
    private IReadOnlyList<ProviderName> _shown = [];

    /// <summary>Id that the field's <c>list</c> attribute names.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    [Parameter, EditorRequired]
    public ChoiceKind Kind { get; set; }

    /// <summary>Whose lists are offered, one after the other.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ProviderName> Providers { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        var providers = Providers;
        if (providers.SequenceEqual(_shown))
        {
            return;
        }

        (_shown, _choices, _notes) = (providers, [], []);
        var account = (await current.GetAsync()).AccountId;
        var listings = await Task.WhenAll(providers.Select(provider => choices.ListAsync(account, provider, Kind, CancellationToken.None)));
        if (providers.SequenceEqual(_shown))
        {
            _choices = [.. listings.SelectMany(listing => listing.Choices).DistinctBy(choice => choice.Id)];
            _notes = [.. listings.Zip(providers, Explain).OfType<string>()];
        }
    }

    private string? Explain(ChoiceListing listing, ProviderName provider) =>
        AgentsText.ListTrouble(ProviderCatalog.Get(provider).DisplayName, Kind, listing, time.GetUtcNow());
}
