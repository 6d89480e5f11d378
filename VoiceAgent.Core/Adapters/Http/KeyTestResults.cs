using System.Net;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>The sentences a key test answers with: ours, never the provider's.</summary>
internal static class KeyTestResults
{
    public static KeyTestResult Valid(ProviderName provider) =>
        new(KeyVerdict.Valid, $"{Name(provider)} accepted the key.");

    /// <param name="limit">Ends the sentence "… knows the key, but …".</param>
    /// <param name="missing">Names of the missing rights, separated by commas.</param>
    public static KeyTestResult Limited(ProviderName provider, string limit, string? missing = null) =>
        new(KeyVerdict.ValidLimited, $"{Name(provider)} knows the key, but {limit}") { MissingRights = missing };

    public static KeyTestResult Invalid(ProviderName provider) =>
        new(KeyVerdict.Invalid, $"{Name(provider)} refused the key. Check that it was copied whole and is still active, or make a new one.");

    public static KeyTestResult Invalid(ProviderName provider, string reason) =>
        new(KeyVerdict.Invalid, $"{Name(provider)} refused the key: {reason}");

    public static KeyTestResult QuotaExceeded(ProviderName provider) =>
        new(KeyVerdict.QuotaExceeded, $"The key is right, but the {Name(provider)} account has no credit left. Add credit there, then test again.");

    /// <summary>For every answer that says nothing about the key.</summary>
    public static KeyTestResult CouldNotCheck(ProviderName provider, KeyTestAnswer answer)
    {
        var name = Name(provider);
        var detail = answer.Status switch
        {
            null when answer.TimedOut => $"{name} did not answer in time. The key was not checked: try again in a moment.",
            null => $"{name} could not be reached. The key was not checked: check this server's connection to the internet.",
            HttpStatusCode.TooManyRequests => $"{name} was asked too often. The key was not checked: try again in a minute.",
            >= HttpStatusCode.InternalServerError => $"{name} has a problem of its own. The key was not checked: try again later.",
            _ => $"{name} gave an unexpected answer (HTTP {(int)answer.Status}). The key was not checked.",
        };
        return new KeyTestResult(KeyVerdict.CouldNotCheck, detail) { Obstacle = ObstacleOf(answer.Status) };
    }

    private static KeyTestObstacle ObstacleOf(HttpStatusCode? status) => status switch
    {
        null => KeyTestObstacle.NetworkError,
        HttpStatusCode.TooManyRequests => KeyTestObstacle.RateLimited,
        >= HttpStatusCode.InternalServerError => KeyTestObstacle.ProviderDown,
        _ => KeyTestObstacle.Unclear,
    };

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;
}
