using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>Settings, API keys: all that a user brings for calls to run on.</summary>
public sealed partial class ApiKeys(IProviderKeys keys, ICallReadinessService readiness, IVaultStatus vault, IStepUp stepUp, CurrentAccount current)
{
    private static readonly ProviderCategory[] Categories = Enum.GetValues<ProviderCategory>();

    private ApiKeysModel? _model;
    private bool _isConfirmed = true;

    private VaultState Vault => vault.State;

    protected override async Task OnInitializedAsync()
    {
        var model = new ApiKeysModel(keys, readiness, stepUp, await current.GetAsync());
        await model.LoadAsync(CancellationToken.None);
        _isConfirmed = await stepUp.IsConfirmedAsync(CancellationToken.None);
        _model = model;
    }
}
