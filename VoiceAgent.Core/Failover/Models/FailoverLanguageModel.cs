using System.Runtime.CompilerServices;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>
/// A model that is several: when one is late with its first words the next is asked too, and whichever answers first is heard; when one
/// fails in the middle of its reply the next finishes it, from the word at which it broke off. Fails only when nobody is left.
/// </summary>
internal sealed class FailoverLanguageModel(Lineup<ILanguageModel> lineup, TimeSpan firstToken, TimeProvider time) : ILanguageModel
{
    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempts = lineup.Begin();
        var reply = new Continuation();
        await using var race = new ModelRace(attempts, firstToken, time, cancellationToken);
        while (true)
        {
            var winner = await race.StartAsync(reply.Rest(request));
            lineup.Succeeded(winner.Candidate);
            ProviderException? failure = null;

            // Nobody acts on the wishes of a reply that breaks off: they are told with its end.
            var wishes = new List<ChatUpdate>();
            while (failure is null && winner.Current is { } update)
            {
                if (update is ChatUpdate.Completed completed)
                {
                    if (reply.End() is { Length: > 0 } rest)
                    {
                        yield return new ChatUpdate.TextDelta(rest);
                    }

                    foreach (var wish in wishes)
                    {
                        yield return wish;
                    }

                    yield return completed;
                    yield break;
                }

                if (update is ChatUpdate.ToolCallRequested)
                {
                    wishes.Add(update);
                }

                // An empty text tells that the model has begun, though its first word is not whole yet.
                yield return new ChatUpdate.TextDelta(update is ChatUpdate.TextDelta delta ? reply.Add(delta.Text) : string.Empty);
                failure = await winner.MoveNextAsync();
            }

            attempts.Failed(winner.Candidate, failure ?? new ProviderException(winner.Candidate.Provider, ProviderErrorKind.Protocol));
        }
    }
}
