using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// A text on its way to a voice, which can be read again by another voice while its end is still being written. One reader at a time.
/// </summary>
internal sealed class RereadText(IAsyncEnumerable<string> text, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly AsyncSignal _arrived = new(wakesInline: true);
    private readonly List<string> _read = [];
    private IAsyncEnumerator<string>? _source;

    // A piece that the first reader was waiting for when it was dropped is awaited on by the second.
    private Task? _next;
    private volatile bool _hasArrived;
    private bool _hasEnded;
    private string _piece = string.Empty;
    private Exception? _failure;

    /// <summary>The pieces given out so far.</summary>
    public IReadOnlyList<string> Read => _read;

    public bool HasEnded => Volatile.Read(ref _hasEnded);

    public async ValueTask DisposeAsync()
    {
        // A text must not be closed while a piece of it is awaited.
        Stop();
        await (_next ?? Task.CompletedTask);
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _reading.Dispose();
    }

    /// <summary>First <paramref name="rest"/>, unless empty, then every piece that was not read before.</summary>
    public async IAsyncEnumerable<string> ReadOnAsync(string rest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (rest.Length > 0)
        {
            yield return rest;
        }

        await using var wake = cancellationToken.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _arrived);
        _source ??= text.GetAsyncEnumerator(_reading.Token);
        while (!HasEnded)
        {
            _next ??= ReadNextAsync(_source);
            while (!_hasArrived)
            {
                await _arrived.WaitAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (_failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            }

            if (HasEnded)
            {
                yield break;
            }

            _hasArrived = false;
            _next = null;
            _read.Add(_piece);
            yield return _piece;
        }
    }

    // Never throws: whoever reads is told.
    private async Task ReadNextAsync(IAsyncEnumerator<string> source)
    {
        try
        {
            if (await source.MoveNextAsync())
            {
                _piece = source.Current;
            }
            else
            {
                Volatile.Write(ref _hasEnded, true);
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
        finally
        {
            _hasArrived = true;
            _arrived.Set();
        }
    }

    private void Stop() => _reading.Cancel();
}
