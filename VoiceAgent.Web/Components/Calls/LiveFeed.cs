using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using VoiceAgent.Core.Calls;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>Gives its content the account's live calls and renders it anew as they change, while the page is open.</summary>
public sealed class LiveFeed(CallRegistry registry, TimeProvider time, CurrentAccount current) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private LiveCallsModel? _model;
    private Task _following = Task.CompletedTask;

    [Parameter, EditorRequired]
    public RenderFragment<LiveCallsModel> ChildContent { get; set; } = default!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _following;
        _model?.Dispose();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var account = (await current.GetAsync()).AccountId;
        if (!_leaving.IsCancellationRequested)
        {
            _model = new LiveCallsModel(registry, time, account);
        }
    }

    // Prerendering shows the snapshot and never comes here: only a page with a circuit follows the calls.
    protected override void OnAfterRender(bool firstRender)
    {
        if (_model is not null && _following.IsCompleted && !_leaving.IsCancellationRequested)
        {
            _following = _model.FollowAsync(StateHasChanged, _leaving.Token);
        }
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (_model is not null)
        {
            builder.AddContent(0, ChildContent(_model));
        }
    }
}
