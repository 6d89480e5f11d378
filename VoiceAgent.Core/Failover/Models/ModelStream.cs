using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>One request to one model.</summary>
/// <param name="candidate">The model.</param>
/// <param name="request">What it is asked.</param>
/// <param name="begun">Told when the first of the answer is there.</param>
/// <param name="ready">Told when the first words of the answer, or all of it, are there.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class ModelStream(Candidate<ILanguageModel> candidate, ChatRequest request, Action begun, Action ready, CancellationToken cancellationToken)
{
    // A model that dribbles is as bad as one that is late: it has begun once it has said so much.
    private const int WordsToBegin = 3;

    private readonly Queue<ChatUpdate> _begun = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private IAsyncEnumerator<ChatUpdate>? _updates;
    private Task _reading = Task.CompletedTask;
    private volatile bool _isReady;

    public Candidate<ILanguageModel> Candidate => candidate;

    /// <summary>Whether the reply is under way, or has failed before it was.</summary>
    public bool IsReady => _isReady;

    /// <summary>Why it broke off; null while it goes on.</summary>
    public ProviderException? Failure { get; private set; }

    /// <summary>The update last read.</summary>
    public ChatUpdate? Current { get; private set; }

    /// <summary>Sends the request.</summary>
    public void Begin()
    {
        _updates = candidate.Port.CompleteAsync(request, _stop.Token).GetAsyncEnumerator(_stop.Token);
        _reading = BeginAsync();
    }

    /// <summary>Reads on; the failure, or null when <see cref="Current"/> is the next update.</summary>
    public async Task<ProviderException?> MoveNextAsync()
    {
        if (_begun.TryDequeue(out var next))
        {
            Current = next;
            return null;
        }

        var reading = ReadAsync();
        _reading = reading;
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        return Failure;
    }

    /// <summary>Closes the request, and ends when it is closed.</summary>
    public async Task CloseAsync()
    {
        Stop();
        await _reading;
        if (_updates is not null)
        {
            await _updates.DisposeAsync();
        }

        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task BeginAsync()
    {
        try
        {
            var words = 0;
            do
            {
                await ReadAsync();
                if (Current is { } update)
                {
                    _begun.Enqueue(update);
                    begun();
                }

                words += (Current as ChatUpdate.TextDelta)?.Text.Count(char.IsWhiteSpace) ?? WordsToBegin;
            }
            while (Failure is null && words < WordsToBegin);

            Current = Failure is null ? _begun.Dequeue() : null;
        }
        finally
        {
            _isReady = true;
            ready();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            Current = await _updates!.MoveNextAsync() ? _updates.Current : null;
            Failure = Current is null ? new ProviderException(candidate.Provider, ProviderErrorKind.Protocol) : null;
        }
        catch (ProviderException failure)
        {
            Failure = failure;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Closed while it was read: nobody waits for this any more.
            Failure = new ProviderException(candidate.Provider, ProviderErrorKind.Unavailable);
        }
    }
}
