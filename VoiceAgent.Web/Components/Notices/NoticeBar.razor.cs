using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Notices;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Notices;

/// <summary>What the owner should know, on every page until it is dismissed. New notices appear while a page is open.</summary>
public sealed partial class NoticeBar(INotices notices) : IDisposable
{
    private IReadOnlyList<AccountNotice> _open = [];
    private IDisposable? _watch;
    private AccountId _account;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    public void Dispose() => _watch?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        if (Authentication is null || SignedInUser.From((await Authentication).User) is not { } user)
        {
            return;
        }

        _account = user.AccountId;
        if (RendererInfo.IsInteractive)
        {
            _watch = notices.Watch(_account, () => _ = InvokeAsync(ReloadAsync));
        }

        _open = await notices.ListOpenAsync(_account, CancellationToken.None);
    }

    private async Task ReloadAsync()
    {
        _open = await notices.ListOpenAsync(_account, CancellationToken.None);
        StateHasChanged();
    }

    private async Task DismissAsync(AccountNotice notice)
    {
        await notices.DismissAsync(_account, notice.Id, CancellationToken.None);
        await ReloadAsync();
    }
}
