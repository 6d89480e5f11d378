using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>One request to one model, on its way from the moment of its making.</summary>
internal sealed class ModelStream
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _outer;
    private readonly IAsyncEnumerator<ChatUpdate> _updates;
    private Task<ProviderException?> _pending;

    public ModelStream(Candidate<ILanguageModel> candidate, ChatRequest request, CancellationToken cancellationToken)
    {
        Candidate = candidate;
        _outer = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _updates = candidate.Port.CompleteAsync(request, _stop.Token).GetAsyncEnumerator(_stop.Token);
        _pending = Answer = ReadAsync();
    }

    public Candidate<ILanguageModel> Candidate { get; }

    /// <summary>Completes with the first update or the failure; null is no failure.</summary>
    public Task<ProviderException?> Answer { get; }

    /// <summary>The update last read; null when the model ended without saying that it had.</summary>
    public ChatUpdate? Current { get; private set; }

    /// <summary>Reads on; the failure, or null when <see cref="Current"/> is the next update.</summary>
    public Task<ProviderException?> MoveNextAsync() => _pending = ReadAsync();

    /// <summary>Closes the request, and ends when it is closed.</summary>
    public async Task CloseAsync()
    {
        Stop();
        await Task.WhenAny(_pending);
        await _updates.DisposeAsync();
        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task<ProviderException?> ReadAsync()
    {
        try
        {
            Current = await _updates.MoveNextAsync() ? _updates.Current : null;
            return Current is null ? new ProviderException(Candidate.Provider, ProviderErrorKind.Protocol) : null;
        }
        catch (ProviderException failure)
        {
            return failure;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !_outer.IsCancellationRequested)
        {
            // Closed while it was read: nobody waits for this any more.
            return new ProviderException(Candidate.Provider, ProviderErrorKind.Unavailable);
        }
    }
}
