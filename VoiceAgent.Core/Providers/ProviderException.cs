namespace VoiceAgent.Core.Providers;

/// <summary>What a caller can decide about provider trouble.</summary>
public enum ProviderErrorKind
{
    /// <summary>The key is wrong, revoked or lacks the right. Never retried.</summary>
    Unauthorized,

    /// <summary>The account at the provider has no credit left. Never retried.</summary>
    QuotaExceeded,

    /// <summary>Too many requests or streams at once.</summary>
    RateLimited,

    /// <summary>The provider cannot be reached or says that it is down.</summary>
    Unavailable,

    /// <summary>The provider did not answer in time.</summary>
    Timeout,

    /// <summary>The provider sent something that its protocol does not allow, or ended early.</summary>
    Protocol,

    /// <summary>The provider refused the request itself: unknown model, voice or parameter.</summary>
    Rejected,
}

/// <summary>
/// The only exception that adapters throw. The message is made from provider and kind, never from what the provider sent, because
/// that may hold keys or people's words. <see cref="Exception.InnerException"/> is kept only where it cannot hold either.
/// </summary>
public sealed class ProviderException : Exception
{
    public ProviderException(ProviderName provider, ProviderErrorKind kind, Exception? innerException = null)
        : base($"{provider}: {kind}", innerException)
    {
        Provider = provider;
        Kind = kind;
    }

    public ProviderName Provider { get; }

    public ProviderErrorKind Kind { get; }

    /// <summary>HTTP status or WebSocket close code, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own short error code when it is one of the documented constants, never free text.</summary>
    public string? Code { get; init; }

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public bool IsTransient => Kind is ProviderErrorKind.RateLimited or ProviderErrorKind.Unavailable or ProviderErrorKind.Timeout or ProviderErrorKind.Protocol;
}
