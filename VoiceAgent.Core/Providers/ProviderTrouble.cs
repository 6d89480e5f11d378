namespace VoiceAgent.Core.Providers;

/// <summary>Says provider trouble in the owner's words, with the way out.</summary>
public static class ProviderTrouble
{
    public static string Describe(ProviderException trouble)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        var name = ProviderCatalog.Get(trouble.Provider).DisplayName;
        return trouble.Kind switch
        {
            ProviderErrorKind.Unauthorized => $"{name} refused the key. Test or replace it under API keys.",
            ProviderErrorKind.QuotaExceeded => $"{name} says that your account there has no credit left. Add credit at {name}.",
            ProviderErrorKind.RateLimited => $"{name} had too many requests or streams at once. Raise the limit of your account there.",
            ProviderErrorKind.Unavailable => $"{name} could not be reached or was down.",
            ProviderErrorKind.Timeout => $"{name} did not answer in time.",
            ProviderErrorKind.Protocol => $"{name} broke off in the middle of its answer.",
            ProviderErrorKind.Rejected => $"{name} refused the request. Check the agent's model, voice and language, and the number's set-up.",
            _ => $"{name} failed.",
        };
    }
}
