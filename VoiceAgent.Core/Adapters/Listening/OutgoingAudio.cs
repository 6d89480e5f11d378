using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>
/// Sends a stream's audio to the session that listens: in its codec where the provider takes it, in pieces of the size it wants, with
/// silence or a sign of life while the line sends nothing. Hands over to a new session before the old one's time is up. Allocates nothing
/// per frame.
/// </summary>
internal sealed class OutgoingAudio
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    // Longer than any provider waits for an unfinished sentence.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(12);

    // So long a new session waits for a pause in the speech.
    private static readonly TimeSpan WaitForPause = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly AudioFormat _format;
    private readonly Action<OutgoingAudio> _openNext;
    private readonly SemaphoreSlim _gate;
    private readonly byte[] _piece;
    private readonly byte[] _silence;
    private int _filled;
    private ListeningSession _current;
    private ListeningSession? _next;
    private long _nextSince;
    private long _lastAudioAt;
    private long _lastSentAt;
    private TimeSpan _sent;
    private TimeSpan _put;
    private bool _isOpening;
    private bool _hasEnded;

    /// <param name="first">Listens already.</param>
    /// <param name="format">The stream's format.</param>
    /// <param name="gate">Held by whoever sends; outlives this.</param>
    /// <param name="openNext">Starts opening another session, which comes by <see cref="Offer"/>.</param>
    /// <param name="time">Clock.</param>
    public OutgoingAudio(ListeningSession first, AudioFormat format, SemaphoreSlim gate, Action<OutgoingAudio> openNext, TimeProvider time)
    {
        _current = first;
        _format = format;
        _gate = gate;
        _openNext = openNext;
        _time = time;
        _lastAudioAt = _lastSentAt = time.GetTimestamp();
        var wire = first.Wire;
        _piece = new byte[wire.Format.BytesFor(wire.Piece > TimeSpan.Zero ? wire.Piece : TimeSpan.FromMilliseconds(100))];
        _silence = new byte[_format.BytesFor(TimeSpan.FromMilliseconds(100))];
        Array.Fill(_silence, _format.SilenceByte);
    }

    /// <summary>Sends until the audio ends, then has the provider settle the last words.</summary>
    public async Task SendAsync(IAsyncEnumerable<AudioFrame> audio, CancellationToken cancellationToken)
    {
        await foreach (var frame in audio.WithCancellation(cancellationToken))
        {
            if (frame.Data.IsEmpty)
            {
                continue;
            }

            await _gate.WaitAsync(cancellationToken);
            try
            {
                _lastAudioAt = _time.GetTimestamp();
                _put = TimeSpan.Zero;
                await ConsiderRenewalAsync(cancellationToken);
                await AddAsync(frame.Data, cancellationToken);
                _sent += frame.Duration;
            }
            finally
            {
                _gate.Release();
            }
        }

        await EndAsync(cancellationToken);
    }

    /// <summary>Fills pauses of the line until the audio ends or the token is cancelled.</summary>
    public async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        while (!Volatile.Read(ref _hasEnded) && await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _lastAudioAt)) < Pause)
            {
                continue;
            }

            await _gate.WaitAsync(cancellationToken);
            try
            {
                await FillPauseAsync(cancellationToken);
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    /// <summary>A new session stands ready, or could not be opened: then it is tried again as long as the old one lasts.</summary>
    public void Offer(ListeningSession? next)
    {
        _nextSince = _time.GetTimestamp();
        Volatile.Write(ref _next, next);
        Volatile.Write(ref _isOpening, false);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _hasEnded, true);
            if (_filled > 0)
            {
                if (_current.Wire.PadsLastPiece)
                {
                    Array.Fill(_piece, _current.Wire.Format.SilenceByte, _filled, _piece.Length - _filled);
                    _filled = _piece.Length;
                }

                await SendPieceAsync(cancellationToken);
            }

            await _current.EndAsync(next: null, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask ConsiderRenewalAsync(CancellationToken cancellationToken)
    {
        if (_current.RenewAfter is not { } limit || _time.GetElapsedTime(_current.OpenedAt) < limit)
        {
            return;
        }

        if (Volatile.Read(ref _next) is { } next)
        {
            if (!_current.HasOpenWords || _time.GetElapsedTime(_nextSince) >= WaitForPause)
            {
                var old = _current;
                next.Position.BeginAt(_sent - _current.Wire.Format.DurationOf(_filled));
                _current = next;
                _next = null;
                await old.EndAsync(next, cancellationToken);
            }
        }
        else if (!Volatile.Read(ref _isOpening))
        {
            Volatile.Write(ref _isOpening, true);
            _openNext(this);
        }
    }

    // A line that sends nothing in the middle of speech would leave the words open for ever; else a sign of life is enough.
    private async ValueTask FillPauseAsync(CancellationToken cancellationToken)
    {
        if (_hasEnded)
        {
            return;
        }

        if (_current.HasOpenWords && _put < MostSilence)
        {
            for (var put = TimeSpan.Zero; put < Tick; put += _format.DurationOf(_silence.Length))
            {
                await AddAsync(_silence, cancellationToken);
            }

            _current.Position.Insert(Tick);
            _put += Tick;
            return;
        }

        var wire = _current.Wire;
        if (!wire.KeepAlive.IsEmpty && _time.GetElapsedTime(_lastSentAt) >= wire.KeepAliveAfter)
        {
            _lastSentAt = _time.GetTimestamp();
            await _current.SendTextAsync(wire.KeepAlive, cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AddAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        var wire = _current.Wire;
        if (wire.Piece == TimeSpan.Zero && wire.Format == _format)
        {
            _lastSentAt = _time.GetTimestamp();
            await _current.SendAudioAsync(audio, cancellationToken);
            return;
        }

        var growth = wire.Format.BytesPerSample / _format.BytesPerSample;
        while (!audio.IsEmpty)
        {
            var count = Math.Min(audio.Length, (_piece.Length - _filled) / growth);
            Convert(audio.Span[..count], _piece.AsSpan(_filled, count * growth), growth > 1);
            _filled += count * growth;
            audio = audio[count..];
            if (_filled == _piece.Length || (wire.Piece == TimeSpan.Zero && audio.IsEmpty))
            {
                await SendPieceAsync(cancellationToken);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendPieceAsync(CancellationToken cancellationToken)
    {
        var piece = _piece.AsMemory(0, _filled);
        _filled = 0;
        _lastSentAt = _time.GetTimestamp();
        await _current.SendAudioAsync(piece, cancellationToken);
    }

    private void Convert(ReadOnlySpan<byte> from, Span<byte> to, bool decode)
    {
        if (!decode)
        {
            from.CopyTo(to);
        }
        else if (_format.Encoding is AudioEncoding.Alaw)
        {
            G711.DecodeAlaw(from, MemoryMarshal.Cast<byte, short>(to));
        }
        else
        {
            G711.DecodeMulaw(from, MemoryMarshal.Cast<byte, short>(to));
        }
    }
}
