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
    // An empty text tells that a model has begun, though nothing may be said yet.
    private static readonly ChatUpdate Begun = new ChatUpdate.TextDelta(string.Empty);

    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempts = lineup.Begin();
        var reply = new Continuation();
        await using var race = new ModelRace(attempts, firstToken, time, cancellationToken);
        while (true)
        {
            var starting = race.StartAsync(reply.Rest(request));
            await Task.WhenAny(starting, race.Begun);
            if (!starting.IsCompleted)
            {
                yield return Begun;
            }

            var winner = await starting;
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

                yield return update is ChatUpdate.TextDelta delta ? new ChatUpdate.TextDelta(reply.Add(delta.Text)) : Begun;
                failure = await winner.MoveNextAsync();
            }

            attempts.Failed(winner.Candidate, failure ?? new ProviderException(winner.Candidate.Provider, ProviderErrorKind.Protocol));
        }
    }
}
