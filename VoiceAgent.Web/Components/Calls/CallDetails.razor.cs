using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>One call: what was said, why it ended, where the time went.</summary>
public sealed partial class CallDetails(CallRepository repository, CallRegistry registry, CurrentAccount current)
{
    private Call? _call;
    private bool _isLoaded;
    private bool _isLive;

    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    private string PageName => _call is null ? CallsText.DetailsTitle : CallsText.CallWith(CallDisplay.OtherParty(_call));

    private bool HasUnheard => _call is not null && _call.Transcript.Any(entry => entry.Unheard is { Length: > 0 });

    private bool IsLive(AccountId account, CallId id)
    {
        using var watch = registry.Watch(account);
        return watch.Now.Any(live => live.Call.Id == id);
    }

    protected override async Task OnParametersSetAsync()
    {
        var account = (await current.GetAsync()).AccountId;
        _call = CallId.TryParse(Id, out var id) ? await repository.FindAsync(account, id, CancellationToken.None) : null;
        _isLive = _call is not null && IsLive(account, _call.Id);
        _isLoaded = true;
    }
}
