using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Calls;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>The account's calls, newest first, a page at a time. The page is part of the address.</summary>
public sealed partial class CallHistory(CallRepository repository, CurrentAccount current, NavigationManager navigation)
{
    public const int PageSize = 25;

    private IReadOnlyList<Call>? _calls;
    private long _total;

    [SupplyParameterFromQuery(Name = "page")]
    private int Page { get; set; }

    private int PageCount => (int)((_total + PageSize - 1) / PageSize);

    private int ShownPage => Math.Clamp(Page, 1, Math.Max(1, PageCount));

    protected override async Task OnParametersSetAsync()
    {
        var account = (await current.GetAsync()).AccountId;
        _total = await repository.CountAsync(account, CancellationToken.None);
        _calls = await repository.ListAsync(account, (ShownPage - 1) * PageSize, PageSize, CancellationToken.None);
    }

    private void GoTo(int page) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("page", page));
}
