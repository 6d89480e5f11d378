using System.Globalization;
using System.Runtime.InteropServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>
/// A value of <c>output_format</c>. Those that need a codec of their own (mp3, opus; mp3 is also the provider's default) are refused
/// by the sandbox, which makes only raw audio.
/// </summary>
internal sealed record OutputFormat(AudioFormat Audio)
{
    private static readonly int[] PcmRates = [8000, 16000, 22050, 24000, 32000, 44100, 48000];

    /// <summary>Content type of an HTTP answer.</summary>
    public string ContentType => Audio.Encoding switch
    {
        AudioEncoding.Mulaw => "audio/basic",
        AudioEncoding.Alaw => "audio/x-alaw-basic",
        _ => "audio/pcm",
    };

    /// <summary>The refusal, or null and the format.</summary>
    public static ElevenLabsRefusal? Read(string text, out OutputFormat? format)
    {
        format = text switch
        {
            "ulaw_8000" => new OutputFormat(AudioFormat.Pcmu),
            "alaw_8000" => new OutputFormat(AudioFormat.Pcma),
            _ when text.StartsWith("pcm_", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && PcmRates.Contains(rate) =>
                new OutputFormat(new AudioFormat(AudioEncoding.Linear16, rate)),
            _ => null,
        };
        if (format is { Audio: { Encoding: AudioEncoding.Linear16, SampleRate: 44100 } })
        {
            format = null;
            return new ElevenLabsRefusal(403, "output_format_not_allowed", "The output format pcm_44100 needs the Pro plan or higher.");
        }

        return format is not null
            ? null
            : ElevenLabsRefusal.Bad(
                "invalid_output_format",
                text.Length is 0 || text.StartsWith("mp3_", StringComparison.Ordinal) || text.StartsWith("opus_", StringComparison.Ordinal)
                    ? "The sandbox makes no mp3 and no opus: ask for ulaw_8000, alaw_8000 or pcm_16000."
                    : $"Invalid output format: {text}.");
    }

    /// <param name="samples">At 8 kHz.</param>
    public byte[] Encode(short[] samples)
    {
        var codes = new byte[samples.Length];
        switch (Audio.Encoding)
        {
            case AudioEncoding.Mulaw:
                G711.EncodeMulaw(samples, codes);
                return codes;
            case AudioEncoding.Alaw:
                G711.EncodeAlaw(samples, codes);
                return codes;
            default:
                return MemoryMarshal.AsBytes<short>(SampleRateConverter.Convert(samples, 8000, Audio.SampleRate)).ToArray();
        }
    }
}
