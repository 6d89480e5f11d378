using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Models;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Who listens, with which model, and for which words. The models offered are those of the account's own key.</summary>
public sealed partial class SpeechToTextFields(ISpeechModels models, CurrentAccount current)
{
    private IReadOnlyList<string> _models = [];

    [Parameter, EditorRequired]
    public AgentDraft Draft { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlySet<ProviderName> Usable { get; set; } = default!;

    /// <summary>What is wrong at a path of the agent, or null.</summary>
    [Parameter, EditorRequired]
    public Func<string, string?> ProblemAt { get; set; } = default!;

    [Parameter]
    public EventCallback OnEdited { get; set; }

    protected override Task OnInitializedAsync() => OfferAsync();

    private bool IsWrong(string path) => ProblemAt(path) is not null;

    private async Task ChangedAsync()
    {
        await OnEdited.InvokeAsync();
        await OfferAsync();
    }

    private async Task OfferAsync()
    {
        var provider = Draft.SpeechToText;
        _models = [];
        if (provider is { } chosen)
        {
            var offered = await models.ListAsync((await current.GetAsync()).AccountId, chosen, CancellationToken.None);
            _models = Draft.SpeechToText == provider ? offered : _models;
        }
    }
}
