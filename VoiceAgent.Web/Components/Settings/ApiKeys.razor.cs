using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>Settings, API keys: all that a user brings for calls to run on.</summary>
public sealed partial class ApiKeys(
    IProviderKeys keys, ICallReadinessService readiness, IKeyRemoval removal, IKeyUses uses, CallRepository calls, IVaultStatus vault, IStepUp stepUp, CurrentAccount current, CurrentOrigin origin, ProviderEndpoints endpoints)
{
    private static readonly ProviderCategory[] Categories = Enum.GetValues<ProviderCategory>();

    private ApiKeysModel? _model;
    private bool _isConfirmed = true;

    private VaultState Vault => vault.State;

    protected override async Task OnInitializedAsync()
    {
        var user = await current.GetAsync();
        var services = new KeyServices(keys, readiness, removal, uses, stepUp, calls);
        var model = new ApiKeysModel(services, new AccountActor(user.AccountId, origin.Value.Actor(user)), endpoints.Offered);
        await model.LoadAsync(CancellationToken.None);
        _isConfirmed = await stepUp.IsConfirmedAsync(CancellationToken.None);
        _model = model;
    }
}
