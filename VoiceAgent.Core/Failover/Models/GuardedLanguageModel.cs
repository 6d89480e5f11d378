using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>A model that must not fall silent: the first token and each further one come in time, or it fails with Timeout.</summary>
internal sealed class GuardedLanguageModel(Candidate<ILanguageModel> inner, TimeSpan firstToken, TimeSpan nextToken, TimeProvider time) : ILanguageModel
{
    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, cancellationToken);
        await using var updates = inner.Port.CompleteAsync(request, deadline.Token).GetAsyncEnumerator(deadline.Token);
        var limit = firstToken;
        while (await MoveNextAsync(updates, deadline, limit))
        {
            yield return updates.Current;
            limit = nextToken;
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatUpdate> updates, Deadline deadline, TimeSpan limit)
    {
        deadline.Arm(limit);
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            throw new ProviderException(inner.Provider, ProviderErrorKind.Timeout);
        }
        finally
        {
            deadline.Disarm();
        }
    }
}
