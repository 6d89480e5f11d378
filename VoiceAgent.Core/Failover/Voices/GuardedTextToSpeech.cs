using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// A voice that must not fall silent while it owes audio: the first after a text within one limit, more within another, counted from when
/// all it made has been heard; or it fails with Timeout. A voice that waits for text owes nothing once it has spoken what it was given.
/// </summary>
internal sealed class GuardedTextToSpeech(Candidate<ITextToSpeech> inner, VoicePatience patience, TimeProvider time) : ITextToSpeech
{
    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = new Watch(patience, time, cancellationToken);
        await using var audio = inner.Port.SpeakAsync(watch.HandAsync(text, watch.Token), voice, watch.Token).GetAsyncEnumerator(watch.Token);
        while (await MoveNextAsync(audio, watch))
        {
            watch.Came(audio.Current.Frame.Duration);
            yield return audio.Current;
        }

        if (watch.IsMute)
        {
            throw new ProviderException(inner.Provider, ProviderErrorKind.Protocol);
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SpokenAudio> audio, Watch watch)
    {
        watch.Await();
        try
        {
            return await audio.MoveNextAsync();
        }
        catch (OperationCanceledException) when (watch.HasPassed)
        {
            throw new ProviderException(inner.Provider, ProviderErrorKind.Timeout);
        }
        finally
        {
            watch.Rest();
        }
    }

    /// <summary>Text is handed over by the voice's own reading, audio arrives elsewhere, so this is thread-safe.</summary>
    private sealed class Watch(VoicePatience patience, TimeProvider time, CancellationToken cancellationToken) : IDisposable
    {
        // No voice speaks faster: audio shorter than that cannot be the whole text.
        private const double MostLettersPerSecond = 30;

        private readonly Lock _gate = new();
        private readonly Deadline _deadline = new(time, cancellationToken);
        private int _letters;
        private bool _isTextEnded;
        private bool _isAwaited;
        private bool _isTextAwaited;
        private TimeSpan _made;

        // Waited for since the last sound or text.
        private TimeSpan _idle;
        private long _firstAt;
        private long _awaitedAt;

        public CancellationToken Token => _deadline.Token;

        public bool HasPassed => _deadline.HasPassed;

        /// <summary>Given text, but nothing came of it.</summary>
        public bool IsMute
        {
            get
            {
                lock (_gate)
                {
                    return _letters > 0 && _made == TimeSpan.Zero;
                }
            }
        }

        private bool OwesAudio => _letters > 0
            && (_isTextEnded || !_isTextAwaited || _made == TimeSpan.Zero || _made.TotalSeconds < _letters / MostLettersPerSecond);

        public void Dispose() => _deadline.Dispose();

        public async IAsyncEnumerable<string> HandAsync(IAsyncEnumerable<string> text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked();
            await foreach (var piece in text.WithCancellation(cancellationToken))
            {
                Given(piece.Count(char.IsLetterOrDigit), isEnd: false);
                yield return piece;
                Asked();
            }

            Given(0, isEnd: true);
        }

        /// <summary>Audio is waited for: the time runs only now, because a playout that is full makes the voice wait.</summary>
        public void Await()
        {
            lock (_gate)
            {
                _isAwaited = true;
                _awaitedAt = time.GetTimestamp();
                Arm();
            }
        }

        public void Rest()
        {
            lock (_gate)
            {
                _isAwaited = false;
                _idle += time.GetElapsedTime(_awaitedAt);
                _deadline.Disarm();
            }
        }

        public void Came(TimeSpan audio)
        {
            lock (_gate)
            {
                if (audio > TimeSpan.Zero)
                {
                    // Words without sound, which some voices tell first, are no sign of life.
                    _firstAt = _made == TimeSpan.Zero ? time.GetTimestamp() : _firstAt;
                    _idle = TimeSpan.Zero;
                    _made += audio;
                }
            }
        }

        private void Given(int letters, bool isEnd)
        {
            lock (_gate)
            {
                // More text gives no more time to a voice that owes audio already.
                var owed = OwesAudio;
                _letters += letters;
                _isTextAwaited = false;
                _isTextEnded |= isEnd;
                _idle = owed ? _idle : TimeSpan.Zero;
                if (_isAwaited && !owed)
                {
                    _awaitedAt = time.GetTimestamp();
                    Arm();
                }
            }
        }

        private void Asked()
        {
            lock (_gate)
            {
                _isTextAwaited = true;
                if (_isAwaited && !OwesAudio)
                {
                    _deadline.Disarm();
                }
            }
        }

        private TimeSpan UntilNextAudio()
        {
            // What little there is may be all, and mostly silence.
            var limit = _made < patience.AfterBeginning ? patience.AfterBeginning : patience.NextAudio;
            var unheard = _made - time.GetElapsedTime(_firstAt);
            return unheard > TimeSpan.Zero ? limit + unheard : limit - (_idle < -unheard ? _idle : -unheard);
        }

        private void Arm()
        {
            if (!OwesAudio)
            {
                _deadline.Disarm();
                return;
            }

            var limit = _made == TimeSpan.Zero ? patience.FirstAudio - _idle : UntilNextAudio();
            _deadline.Arm(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        }
    }
}

/// <summary>How long a voice is waited for.</summary>
/// <param name="FirstAudio">From a text to the first audio of it.</param>
/// <param name="AfterBeginning">For more, while it has made less audio than that.</param>
/// <param name="NextAudio">For more afterwards.</param>
internal readonly record struct VoicePatience(TimeSpan FirstAudio, TimeSpan AfterBeginning, TimeSpan NextAudio);
