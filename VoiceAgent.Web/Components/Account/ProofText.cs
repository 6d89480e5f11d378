using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account;

/// <summary>Why a proof was not accepted, in the user's words.</summary>
internal static class ProofText
{
    public static string Of(ProofOutcome refused, string wrong) => refused switch
    {
        ProofOutcome.LockedOut => SecurityText.LockedOut,
        ProofOutcome.VaultLocked => SecurityText.VaultLocked,
        _ => wrong,
    };
}
