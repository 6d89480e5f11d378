namespace VoiceAgent.Core.Providers;

/// <summary>A port to a provider whose connection can stand before it is needed, so that the next use pays no handshake.</summary>
public interface IWarmable
{
    /// <summary>
    /// Opens the connection unless it stands. Costs nothing at the provider, may be called at any time and often, ends when the connection
    /// stands, and never throws for provider trouble.
    /// </summary>
    Task WarmAsync(CancellationToken cancellationToken);
}
