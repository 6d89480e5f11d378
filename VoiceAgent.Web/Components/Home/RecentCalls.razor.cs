using VoiceAgent.Core.Calls;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Home;

/// <summary>The last few calls.</summary>
public sealed partial class RecentCalls(CallRepository repository, CurrentAccount current)
{
    private const int Shown = 5;

    private IReadOnlyList<Call>? _calls;

    protected override async Task OnInitializedAsync() =>
        _calls = await repository.ListAsync((await current.GetAsync()).AccountId, skip: 0, Shown, CancellationToken.None);
}
