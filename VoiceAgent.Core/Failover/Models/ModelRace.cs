using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>Asks models, one more whenever those asked are late or have failed, until one answers. Disposing closes every request.</summary>
internal sealed class ModelRace(Attempts<ILanguageModel> attempts, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly List<ModelStream> _running = [];
    private readonly List<Task> _closing = [];

    /// <summary>The stream of the first model that answered; its first update is there. Throws the last failure when nobody did.</summary>
    public async Task<ModelStream> StartAsync(ChatRequest request)
    {
        foreach (var left in _running)
        {
            _closing.Add(left.CloseAsync());
        }

        _running.Clear();
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
                continue;
            }

            if (await done.Answer is not { } failure)
            {
                CloseAllBut(done);
                return done;
            }

            _running.Remove(done);
            _closing.Add(done.CloseAsync());
            attempts.Failed(done.Candidate, failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _running)
        {
            _closing.Add(stream.CloseAsync());
        }

        await Task.WhenAll(_closing);
    }

    private bool Ask(ChatRequest request, Candidate<ILanguageModel> candidate)
    {
        _running.Add(new ModelStream(candidate, request, cancellationToken));
        return true;
    }

    // Null when nobody has answered in time and somebody else may be asked.
    private async Task<ModelStream?> FirstDoneAsync(bool mayAskMore)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = _running.Select(Task (stream) => stream.Answer).ToList();
        if (mayAskMore)
        {
            waits.Add(Task.Delay(patience, time, enough.Token));
        }

        await Task.WhenAny(waits);
        Stop(enough);
        cancellationToken.ThrowIfCancellationRequested();
        return _running.Find(stream => stream.Answer.IsCompleted);
    }

    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private void CloseAllBut(ModelStream winner)
    {
        var place = _running.IndexOf(winner);
        foreach (var (index, slower) in _running.Index().Where(entry => entry.Item != winner))
        {
            if (index < place)
            {
                // It had its time, and another model used less of it.
                attempts.Failed(slower.Candidate, new ProviderException(slower.Candidate.Provider, ProviderErrorKind.Timeout));
            }

            _closing.Add(slower.CloseAsync());
        }

        _running.Clear();
        _running.Add(winner);
    }
}
