using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Telnyx.Legs;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>Somebody who is called and answers by a script. What they were told and heard can be read at any time.</summary>
public sealed class AnsweringPhone
{
    private readonly Party _party;

    internal AnsweringPhone(AnswerScript script, SynthesizedSpeech? line) => _party = new Party(script, line);

    /// <summary>What the carrier said to them, one text after the other.</summary>
    public IReadOnlyList<string> Told => _party.Texts;

    /// <summary>Whether somebody was put through.</summary>
    public bool WasPutThrough => _party.IsPutThrough;

    /// <summary>How much they heard that was not silence.</summary>
    public TimeSpan Heard => _party.Heard;

    internal ICalledParty CalledParty => _party;

    private sealed class Party(AnswerScript script, SynthesizedSpeech? line) : ICalledParty
    {
        private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

        private readonly Lock _gate = new();
        private readonly List<string> _texts = [];
        private volatile bool _isPutThrough;
        private int _loudFrames;
        private int _spoken;
        private int _framesAfter;

        public IReadOnlyList<string> Texts
        {
            get
            {
                lock (_gate)
                {
                    return [.. _texts];
                }
            }
        }

        public bool IsPutThrough => _isPutThrough;

        public TimeSpan Heard => Volatile.Read(ref _loudFrames) * FrameLength;

        public TimeSpan RingsFor => script.Answer is PhoneAnswer.NeverAnswers ? TimeSpan.FromDays(1) : script.RingsFor;

        public CallEnding? Refuses => script.Answer switch
        {
            PhoneAnswer.Busy => CallEnding.Busy,
            PhoneAnswer.Declines => CallEnding.Rejected,
            _ => null,
        };

        public void Told(string text)
        {
            lock (_gate)
            {
                _texts.Add(text);
            }
        }

        public void PutThrough() => _isPutThrough = true;

        public CallerAction Exchange(in HeardFrame heard, Span<short> said)
        {
            if (heard.Audio.Length > 0 && IsLoud(heard))
            {
                Interlocked.Increment(ref _loudFrames);
            }

            if (!_isPutThrough)
            {
                return default;
            }

            if (line is not null && _spoken < line.Samples.Length)
            {
                var length = Math.Min(said.Length, line.Samples.Length - _spoken);
                line.Samples.AsSpan(_spoken, length).CopyTo(said);
                _spoken += length;
                return default;
            }

            return new CallerAction(Key: null, HangsUp: ++_framesAfter * FrameLength > script.StaysFor);
        }

        private static bool IsLoud(in HeardFrame heard)
        {
            Span<short> samples = stackalloc short[PlayoutBuffer.FrameBytes];
            LineCodec.Decode(heard.Audio, heard.Format, samples);
            foreach (var sample in samples)
            {
                if (Math.Abs((int)sample) > 500)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
