using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>Settings, API keys: all that a user brings for calls to run on.</summary>
public sealed partial class ApiKeys(IProviderKeys keys, ICallReadinessService readiness, IVaultStatus vault, CurrentAccount current)
{
    private static readonly ProviderCategory[] Categories = Enum.GetValues<ProviderCategory>();

    private ApiKeysModel? _model;

    private VaultState Vault => vault.State;

    protected override async Task OnInitializedAsync()
    {
        var model = new ApiKeysModel(keys, readiness, await current.GetAsync());
        await model.LoadAsync(CancellationToken.None);
        _model = model;
    }
}
