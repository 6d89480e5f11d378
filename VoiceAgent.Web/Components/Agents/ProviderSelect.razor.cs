using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Chooses a provider of one category, or leaves the choice to the keys.</summary>
public sealed partial class ProviderSelect
{
    private const string Automatic = "automatic";

    [Parameter, EditorRequired]
    public string Label { get; set; } = default!;

    [Parameter, EditorRequired]
    public ProviderCategory Category { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlySet<ProviderName> Usable { get; set; } = default!;

    [Parameter]
    public ProviderName? Value { get; set; }

    [Parameter]
    public EventCallback<ProviderName?> ValueChanged { get; set; }

    [Parameter]
    public string? Problem { get; set; }

    private bool HasProblem => Problem is not null;

    private string Chosen => Value is { } name ? ProviderCatalog.Get(name).Slug : Automatic;

    private Task ChooseAsync(string? slug) => ValueChanged.InvokeAsync(ProviderCatalog.FindBySlug(slug ?? Automatic)?.Name);

    private string Describe(string? slug) => ProviderCatalog.FindBySlug(slug ?? Automatic) is { } provider
        ? AgentsText.ProviderOption(provider.DisplayName, Usable.Contains(provider.Name))
        : AgentsText.Automatic;
}
