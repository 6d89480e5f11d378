using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Orders the providers of one category, by mouse or keyboard, or leaves the order to the keys.</summary>
public sealed partial class ProviderOrderField(ProviderEndpoints endpoints)
{
    [Parameter, EditorRequired]
    public string Label { get; set; } = default!;

    [Parameter, EditorRequired]
    public ProviderCategory Category { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlySet<ProviderName> Usable { get; set; } = default!;

    [Parameter]
    public ProviderOrder Value { get; set; } = ProviderOrder.Automatic;

    [Parameter]
    public EventCallback<ProviderOrder> ValueChanged { get; set; }

    [Parameter]
    public string? Problem { get; set; }

    /// <summary>What is chosen of a provider, below its name.</summary>
    [Parameter]
    public RenderFragment<ProviderName>? ChildContent { get; set; }

    private string? Said { get; set; }

    private string HelpId => $"order-{Category}".ToLowerInvariant();

    private bool IsAutomatic => Value.Count == 0;

    private string Help => IsAutomatic ? AgentsText.AutomaticExplained : AgentsText.OrderExplained;

    // The automatic order is shown as it stands, so that it can be changed from there.
    private ProviderOrder Shown => IsAutomatic ? [.. endpoints.OfferedIn(Category).Select(provider => provider.Name)] : Value;

    private bool IsOnlyOne => Shown.Count == 1;

    private IEnumerable<Row> Rows => Shown.Select((name, index) => new Row(
        name,
        ProviderCatalog.Get(name).DisplayName,
        AgentsText.ProviderOption(ProviderCatalog.Get(name).DisplayName, Usable.Contains(name)),
        index == 0,
        index == Shown.Count - 1));

    private IEnumerable<ProviderInfo> LeftOut => endpoints.OfferedIn(Category).Where(provider => !Shown.Contains(provider.Name));

    private Task MoveAsync(ProviderName name, int by)
    {
        var names = Shown.ToList();
        var index = names.IndexOf(name);
        (names[index], names[index + by]) = (names[index + by], names[index]);
        return ChangeAsync([.. names], AgentsText.MovedTo(ProviderCatalog.Get(name).DisplayName, index + by + 1));
    }

    private Task LeaveOutAsync(ProviderName name) =>
        ChangeAsync([.. Shown.Where(other => other != name)], AgentsText.LeftOut(ProviderCatalog.Get(name).DisplayName));

    private Task UseAsync(ProviderName name) =>
        ChangeAsync([.. Shown, name], AgentsText.MovedTo(ProviderCatalog.Get(name).DisplayName, Shown.Count + 1));

    private Task ResetAsync() => ChangeAsync(ProviderOrder.Automatic, AgentsText.AutomaticExplained);

    private Task ChangeAsync(ProviderOrder order, string said)
    {
        Said = said;
        return ValueChanged.InvokeAsync(order);
    }

    private sealed record Row(ProviderName Name, string DisplayName, string Text, bool IsFirst, bool IsLast);
}
