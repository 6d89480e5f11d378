using System.Runtime.CompilerServices;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// A text on its way to a voice, which can be read again by another voice while its end is still being written. One reader at a time.
/// </summary>
internal sealed class RereadText(IAsyncEnumerable<string> text, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<string> _read = [];
    private IAsyncEnumerator<string>? _source;

    // A piece that the first reader was waiting for when it was dropped is awaited on by the second.
    private Task<bool>? _next;

    /// <summary>The pieces read so far.</summary>
    public IReadOnlyList<string> Read => _read;

    public bool HasEnded { get; private set; }

    public async ValueTask DisposeAsync()
    {
        // A text must not be closed while a piece of it is awaited.
        Stop();
        await Task.WhenAny(_next ?? Task.CompletedTask);
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

        _source ??= text.GetAsyncEnumerator(_reading.Token);
        while (!HasEnded)
        {
            _next ??= _source.MoveNextAsync().AsTask();
            if (!await _next.WaitAsync(cancellationToken))
            {
                HasEnded = true;
                yield break;
            }

            _next = null;
            var piece = _source.Current;
            _read.Add(piece);
            yield return piece;
        }
    }

    private void Stop() => _reading.Cancel();
}
