using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Notices;
using VoiceAgent.Web.Components.Shared;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Audit;

/// <summary>Who did what to which key when, whether the chain of entries is whole, and all notices there have been.</summary>
public sealed partial class AuditPage(IAuditTrail trail, INotices notices, CurrentAccount current)
{
    private const int PageSize = 100;

    private readonly List<AuditEntry> _entries = [];
    private IReadOnlyList<AccountNotice> _notices = [];
    private AuditVerification? _verification;
    private AccountId _account;
    private UserId _you;
    private bool _hasMore;

    private StatusTone ChainTone => _verification is { IsIntact: true } ? StatusTone.Good : StatusTone.Bad;

    private string ChainTitle => AuditText.Chain(_verification!);

    protected override async Task OnInitializedAsync()
    {
        var user = await current.GetAsync();
        (_account, _you) = (user.AccountId, user.UserId);
        await LoadMoreAsync();
        _notices = await notices.ListAsync(_account, PageSize, CancellationToken.None);
        _verification = await trail.VerifyAsync(_account, CancellationToken.None);
    }

    private async Task LoadMoreAsync()
    {
        long? before = _entries.Count == 0 ? null : _entries[^1].Sequence;
        var page = await trail.ListAsync(_account, before, PageSize, CancellationToken.None);
        _entries.AddRange(page);
        _hasMore = page.Count == PageSize;
    }
}
