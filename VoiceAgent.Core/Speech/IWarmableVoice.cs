namespace VoiceAgent.Core.Speech;

/// <summary>A voice whose connection can stand before it is needed, so that its next utterance pays no handshake.</summary>
public interface IWarmableVoice
{
    /// <summary>
    /// Opens the connection for an utterance with these settings unless it stands. Costs nothing at the provider, may be called at any time
    /// and often, ends when the connection stands, and never throws for provider trouble.
    /// </summary>
    Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken);
}
