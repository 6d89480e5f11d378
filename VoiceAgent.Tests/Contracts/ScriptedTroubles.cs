using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>The troubles of the contract as faults of the scripted fakes.</summary>
internal static class ScriptedTroubles
{
    public static Fault? Of(ContractTrouble trouble) => trouble switch
    {
        ContractTrouble.None or ContractTrouble.SlowDrip => null,
        ContractTrouble.Unauthorized => new Fault(0, ProviderErrorKind.Unauthorized),
        ContractTrouble.NoCredit => new Fault(0, ProviderErrorKind.QuotaExceeded),
        ContractTrouble.RateLimited => new Fault(0, ProviderErrorKind.RateLimited),
        ContractTrouble.Silent => new Fault(0, Kind: null),
        ContractTrouble.SilentLater => new Fault(2, Kind: null),
        ContractTrouble.Garbage => new Fault(1, ProviderErrorKind.Protocol),
        ContractTrouble.ClosedEarly => new Fault(0, ProviderErrorKind.Protocol),
        ContractTrouble.Dropped => new Fault(1, ProviderErrorKind.Unavailable),
        ContractTrouble.Down => new Fault(0, ProviderErrorKind.Unavailable),
        _ => throw new ArgumentOutOfRangeException(nameof(trouble)),
    };
}
