using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.LanguageModels;

/// <summary>Answers: a conversation in, the reply out as it is written.</summary>
public interface ILanguageModel
{
    /// <summary>
    /// Streams one reply: text deltas and tool calls, then exactly one <see cref="ChatUpdate.Completed"/>. A stream cut before it is told finished
    /// throws <see cref="ProviderException"/> of kind Protocol. Cancelling closes the request at once.
    /// </summary>
    IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, CancellationToken cancellationToken);
}

/// <summary>Opens the model port of one provider for the holder of a key.</summary>
public interface ILanguageModelFactory
{
    ProviderName Provider { get; }

    /// <summary>The lease stays the caller's, who disposes it when the call has ended.</summary>
    ILanguageModel Create(KeyLease key);
}
