using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>One request to one model.</summary>
/// <param name="candidate">The model.</param>
/// <param name="request">What it is asked.</param>
/// <param name="ready">Told when the first answer is there.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class ModelStream(Candidate<ILanguageModel> candidate, ChatRequest request, Action ready, CancellationToken cancellationToken)
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private IAsyncEnumerator<ChatUpdate>? _updates;
    private Task _reading = Task.CompletedTask;
    private volatile bool _isReady;

    public Candidate<ILanguageModel> Candidate => candidate;

    /// <summary>Whether the first update or the failure is there.</summary>
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
            await ReadAsync();
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
