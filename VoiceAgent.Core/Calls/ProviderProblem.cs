using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls;

/// <summary>Tells the owner of a call which provider failed and what to do about it.</summary>
public static class ProviderProblem
{
    public static string Describe(ProviderFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var part = ProviderCatalog.DisplayName(failure.Category);
        var name = failure.Provider is { } provider ? ProviderCatalog.Get(provider).DisplayName : $"The {part} provider";
        return failure.Kind switch
        {
            ProviderErrorKind.Unauthorized => $"{name} refused the {part} key during the call. Test or replace it in Settings → API keys.",
            ProviderErrorKind.QuotaExceeded => $"{name} says the account has no credit left. Add credit at {name}, or add a key of another {part} provider.",
            ProviderErrorKind.RateLimited => $"{name} allows no more requests at the moment. Raise the limit of the account there, or take fewer calls at once.",
            ProviderErrorKind.Unavailable => $"{name} could not be reached during the call. Try again; if it lasts, see the status page of {name} or choose another {part} provider.",
            ProviderErrorKind.Timeout => $"{name} stopped answering during the call. Try again; if it lasts, choose another {part} provider.",
            ProviderErrorKind.Protocol => $"{name} broke off during the call. Try again; if it lasts, choose another {part} provider.",
            ProviderErrorKind.Rejected => $"{name} refused the request. Check the model, voice and language of the agent.",
            _ => $"{name} failed during the call.",
        };
    }
}
