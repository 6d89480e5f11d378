namespace VoiceAgent.Core.Calls.Speaking;

/// <content>The loop, which is the only sender.</content>
internal sealed partial class Playout
{
    /// <summary>Sends until cancelled. Throws what the media stream throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static self => ((Playout)self!).Stop(), this);
        while (true)
        {
            var step = NextStep();
            switch (step.Kind)
            {
                case PlayoutStepKind.Stop:
                    return;
                case PlayoutStepKind.Clear:
                    await _media.ClearAsync(cancellationToken);
                    break;
                case PlayoutStepKind.Audio:
                    await _media.SendAudioAsync(step.Audio, cancellationToken);
                    TellFirst(step.Track!);
                    break;
                case PlayoutStepKind.Mark:
                    await _media.SendMarkAsync(step.MarkName!, cancellationToken);
                    break;
                default:
                    _timer.Change(step.Wait, Timeout.InfiniteTimeSpan);
                    await _wake.WaitAsync();
                    break;
            }
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }

        _wake.Set();
    }

    private void TellFirst(SpeechTrack track)
    {
        lock (_gate)
        {
            if (_isFirstTold || !ReferenceEquals(track, _track))
            {
                return;
            }

            _isFirstTold = true;
        }

        _firstSent(track.TurnId);
    }

    private PlayoutStep NextStep()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return new PlayoutStep(PlayoutStepKind.Stop);
            }

            if (_isClearDue)
            {
                _isClearDue = false;
                return new PlayoutStep(PlayoutStepKind.Clear);
            }

            ForgetPlayedLocked();
            if (_isPaused)
            {
                return new PlayoutStep(PlayoutStepKind.Wait) { Wait = Timeout.InfiniteTimeSpan };
            }

            if (_isEndSent)
            {
                var patience = MarkGrace - _carrier.SinceEmpty;
                if (patience > TimeSpan.Zero)
                {
                    return new PlayoutStep(PlayoutStepKind.Wait) { Wait = patience };
                }

                FinishLocked();
            }

            if (_carrier.IsMarkDue)
            {
                return new PlayoutStep(PlayoutStepKind.Mark) { MarkName = _carrier.NextMark(isEnd: false) };
            }

            var ahead = _carrier.Ahead;
            if (ahead + FrameDuration > MostAhead)
            {
                return new PlayoutStep(PlayoutStepKind.Wait) { Wait = ahead - LeastAhead };
            }

            return TakeLocked() is { } frame ? SendLocked(frame) : new PlayoutStep(PlayoutStepKind.Wait) { Wait = Timeout.InfiniteTimeSpan };
        }
    }

    // What the frame's turn has for the carrier now. The end of the turn goes by itself.
    private PlayoutStep SendLocked(PlayoutFrame frame)
    {
        if (frame.Buffer is null)
        {
            _isEndSent = true;
            _sent.Enqueue(frame with { End = TimeSpan.MaxValue });
            return new PlayoutStep(PlayoutStepKind.Mark) { MarkName = _carrier.NextMark(isEnd: true) };
        }

        var length = 0;
        for (PlayoutFrame? next = frame; next is { Buffer: { } audio } sent; next = MoreLocked())
        {
            audio.AsSpan(0, _frameBytes).CopyTo(_message.AsSpan(length));
            length += _frameBytes;
            _carrier.Send(FrameDuration);
            _sent.Enqueue(sent with { End = _carrier.Sent });
        }

        return new PlayoutStep(PlayoutStepKind.Audio) { Audio = _message.AsMemory(0, length), Track = frame.Track };
    }

    private PlayoutFrame? MoreLocked() =>
        _carrier.Ahead + FrameDuration <= MostAhead && HasAudioNextLocked() ? TakeLocked() : null;

    private bool HasAudioNextLocked() =>
        _again.TryPeek(out var next) || _frames.Reader.TryPeek(out next) ? next.Buffer is not null && ReferenceEquals(next.Track, _track) : false;

    private PlayoutFrame? TakeLocked()
    {
        if (_again.TryDequeue(out var again))
        {
            return again;
        }

        while (_frames.Reader.TryRead(out var frame))
        {
            if (ReferenceEquals(frame.Track, _track))
            {
                return frame;
            }

            Return(frame);
        }

        return null;
    }

    private void ForgetPlayedLocked()
    {
        var position = _carrier.Played;
        while (_sent.TryPeek(out var frame) && frame.End <= position)
        {
            Return(_sent.Dequeue());
        }
    }
}
