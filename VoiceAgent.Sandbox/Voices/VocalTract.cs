namespace VoiceAgent.Sandbox.Voices;

/// <summary>Pulse train and noise through three resonators, gliding from sound to sound. One for each utterance.</summary>
/// <param name="seed">Of the noise; the same seed makes the same samples.</param>
internal sealed class VocalTract(uint seed)
{
    /// <summary>How long a sound rings on when the voice rests.</summary>
    public const int FadeSamples = Rate * 30 / 1000;

    private const int Rate = 8000;
    private const double Pitch = 118;
    private const double Glide = 0.012;

    private readonly Resonator[] _resonators = [new(70), new(110), new(160)];
    private uint _noise = seed | 1;
    private double _phase;
    private double _voice;
    private double _breath;
    private double _f1 = 500;
    private double _f2 = 1500;
    private double _f3 = 2500;

    /// <param name="sound">What to make.</param>
    /// <param name="melody">Pitch relative to the speaker's usual one.</param>
    /// <param name="into">Where the samples go.</param>
    public void Speak(LetterSound sound, double melody, List<short> into)
    {
        for (var i = Rate / 1000 * sound.Milliseconds; i > 0; i--)
        {
            into.Add(Next(sound, melody));
        }
    }

    /// <summary>Fades out and is silent for <paramref name="samples"/> samples in all.</summary>
    public void Rest(int samples, List<short> into)
    {
        var rest = new LetterSound((int)_f1, (int)_f2, (int)_f3, 0, 0, 0);
        for (var i = 0; i < samples; i++)
        {
            into.Add(i < FadeSamples ? (short)(Next(rest, 1) * (FadeSamples - i) / FadeSamples) : (short)0);
        }
    }

    private short Next(LetterSound sound, double melody)
    {
        _voice += (sound.Voice - _voice) * Glide;
        _breath += (sound.Noise - _breath) * Glide;
        _f1 += (sound.F1 - _f1) * Glide;
        _f2 += (sound.F2 - _f2) * Glide;
        _f3 += (sound.F3 - _f3) * Glide;

        // A little noise in the pitch keeps two periods from being the same, as in a throat.
        _phase += Pitch * melody * (1 + (0.04 * Random())) / Rate;
        var pulse = 0.0;
        if (_phase >= 1)
        {
            _phase -= 1;
            pulse = 1;
        }

        var source = (pulse * _voice * 9) + (Random() * _breath * 1.2);
        var sample = _resonators[0].Next(source, _f1) + (0.7 * _resonators[1].Next(source, _f2)) + (0.4 * _resonators[2].Next(source, _f3));
        return (short)(Math.Tanh(sample * 0.5) * 12_000);
    }

    private double Random()
    {
        _noise ^= _noise << 13;
        _noise ^= _noise >> 17;
        _noise ^= _noise << 5;
        return (_noise / (double)uint.MaxValue * 2) - 1;
    }

    private sealed class Resonator(double bandwidth)
    {
        private readonly double _decay = Math.Exp(-Math.PI * bandwidth / Rate);
        private double _last;
        private double _beforeLast;

        public double Next(double input, double frequency)
        {
            var output = (input * (1 - _decay) * 4) + (2 * _decay * Math.Cos(2 * Math.PI * frequency / Rate) * _last) - (_decay * _decay * _beforeLast);
            _beforeLast = _last;
            _last = output;
            return output;
        }
    }
}
