using VoiceAgent.Core.Common;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>Asks models, one more whenever those asked are late or have failed, until one answers. Disposing closes every request.</summary>
internal sealed class ModelRace(Attempts<ILanguageModel> attempts, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly AsyncSignal _happened = new(wakesInline: true);
    private readonly List<ModelStream> _running = [];
    private readonly List<Task> _closing = [];
    private readonly TaskCompletionSource _begun = new();
    private Task<ModelStream>? _starting;
    private volatile bool _isClosed;

    /// <summary>Completes when the first of any answer has come, though its model may still lose. Never fails.</summary>
    public Task Begun => _begun.Task;

    /// <summary>The stream of the first model that answered; its first update is there. Throws the last failure when nobody did.</summary>
    public Task<ModelStream> StartAsync(ChatRequest request) => _starting = StartCoreAsync(request);

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        _happened.Set();
        if (_starting is not null)
        {
            await Task.WhenAny(_starting);
        }

        CloseAllBut(null);
        await Task.WhenAll(_closing);
    }

    private async Task<ModelStream> StartCoreAsync(ChatRequest request)
    {
        CloseAllBut(null);
        var mayAskMore = true;
        while (true)
        {
            if (_running.Count == 0)
            {
                Ask(request, attempts.Next() ?? throw attempts.Failure);
                mayAskMore = true;
            }

            if (await FirstDoneAsync(mayAskMore) is not { } done)
            {
                mayAskMore = attempts.NextOther() is { } other && Ask(request, other);
            }
            else if (done.Failure is { } failure)
            {
                _running.Remove(done);
                _closing.Add(done.CloseAsync());
                attempts.Failed(done.Candidate, failure);
            }
            else
            {
                BlameSlower(done);
                CloseAllBut(done);
                return done;
            }
        }
    }

    private bool Ask(ChatRequest request, Candidate<ILanguageModel> candidate)
    {
        var stream = new ModelStream(candidate, request, () => _begun.TrySetResult(), _happened.Set, cancellationToken);
        _running.Add(stream);
        stream.Begin();
        return true;
    }

    // Null when nobody has answered in time and somebody else may be asked.
    private async Task<ModelStream?> FirstDoneAsync(bool mayAskMore)
    {
        var isLate = false;
        using var timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isLate, true);
                _happened.Set();
            },
            null,
            mayAskMore ? patience : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        while (true)
        {
            var done = _running.Find(stream => stream.IsReady);
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
            if (done is not null || Volatile.Read(ref isLate))
            {
                return done;
            }

            await _happened.WaitAsync();
        }
    }

    // Who was asked before the winner had its time, and another model used less of it.
    private void BlameSlower(ModelStream winner)
    {
        foreach (var slower in _running.TakeWhile(stream => stream != winner))
        {
            attempts.Failed(slower.Candidate, new ProviderException(slower.Candidate.Provider, ProviderErrorKind.Timeout));
        }
    }

    private void CloseAllBut(ModelStream? winner)
    {
        foreach (var other in _running.Where(stream => stream != winner))
        {
            _closing.Add(other.CloseAsync());
        }

        _running.RemoveAll(stream => stream != winner);
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new OperationCanceledException("The race was closed before anybody won it.");
        }
    }
}
