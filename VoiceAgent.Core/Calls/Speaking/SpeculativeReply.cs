using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// A reply that was asked for ahead. It is read into memory, so that nothing of it is said and no tool runs, until a turn takes it as its
/// language model for one request.
/// </summary>
internal sealed class SpeculativeReply(int id, ILanguageModel model, ChatRequest request, Action<ConversationEvent> post, CancellationToken callToken) : ILanguageModel
{
    private readonly Channel<ChatUpdate> _updates = Channel.CreateUnbounded<ChatUpdate>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(callToken);
    private int _written;

    /// <summary>Reads the reply to its end. What goes wrong is told to whoever takes it.</summary>
    public async Task RunAsync()
    {
        Exception? failure = null;
        try
        {
            var hasBegun = false;
            await foreach (var update in model.CompleteAsync(request, _stop.Token))
            {
                if (!hasBegun)
                {
                    hasBegun = true;
                    post(new ConversationEvent.SpeculationAnswered(id));
                }

                Interlocked.Add(ref _written, (update as ChatUpdate.TextDelta)?.Text.Length ?? 0);
                _updates.Writer.TryWrite(update);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (Exception exception)
        {
            failure = exception;
            post(new ConversationEvent.SpeculationFailed(id));
            if (exception is not ProviderException)
            {
                throw;
            }
        }
        finally
        {
            _updates.Writer.TryComplete(failure);
        }
    }

    /// <summary>Stops it; gives the characters written.</summary>
    public int Drop()
    {
        _stop.Cancel();
        return Volatile.Read(ref _written);
    }

    /// <summary>The reply, from its beginning; the request is the one it was asked for.</summary>
    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in _updates.Reader.ReadEachAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            _stop.Cancel();
        }
    }
}
