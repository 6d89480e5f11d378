using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>Asks for the model that the agent has at this provider, whatever the others are asked for; null is the adapter's default.</summary>
internal sealed class OwnModel(ILanguageModel inner, string? model) : ILanguageModel, IWarmable
{
    public Task WarmAsync(CancellationToken cancellationToken) => inner is IWarmable warmable ? warmable.WarmAsync(cancellationToken) : Task.CompletedTask;

    public IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, CancellationToken cancellationToken) =>
        inner.CompleteAsync(request with { Model = model }, cancellationToken);
}
