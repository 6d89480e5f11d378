using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Load.Callers;

/// <summary>What load callers say: spoken sentences as mu-law frames from the first loud one to the last, and a line's silence. Immutable.</summary>
internal sealed class CallerSpeech
{
    private static readonly string[] Sentences =
    [
        "Could you please tell me when you are open tomorrow?",
        "Today I would like to know what a repair costs.",
        "Please tell me how I can find your shop by train.",
        "Good, then I would like to book an appointment.",
    ];

    private readonly byte[][][] _sentences;
    private readonly byte[] _silence = new byte[FrameTag.FrameBytes];

    private CallerSpeech(byte[][][] sentences)
    {
        _sentences = sentences;

        // The noise of a line: steps next to zero.
        for (var i = 0; i < _silence.Length; i++)
        {
            _silence[i] = (byte)((i * 7 % 5) switch { 0 => 0x7F, 1 => 0xFE, 2 => 0x7E, _ => 0xFF });
        }
    }

    public ReadOnlySpan<byte> Silence => _silence;

    public static async Task<CallerSpeech> MakeAsync(IVoice voice, CancellationToken cancellationToken)
    {
        var sentences = new List<byte[][]>();
        foreach (var sentence in Sentences)
        {
            var line = new CallerLine(sentence, await voice.SpeakAsync(sentence, cancellationToken));
            sentences.Add([.. Enumerable.Range(line.FirstLoud, line.AfterLastLoud - line.FirstLoud).Select(frame => Encode(line.Frame(frame)))]);
        }

        return new CallerSpeech([.. sentences]);
    }

    /// <summary>Frames of a sentence.</summary>
    public IReadOnlyList<byte[]> Sentence(int number) => _sentences[number % _sentences.Length];

    private static byte[] Encode(ReadOnlySpan<short> samples)
    {
        var frame = new byte[FrameTag.FrameBytes];
        frame.AsSpan().Fill(AudioFormat.Pcmu.SilenceByte);
        G711.EncodeMulaw(samples, frame);
        return frame;
    }
}
