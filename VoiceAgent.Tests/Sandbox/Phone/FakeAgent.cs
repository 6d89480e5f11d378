using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Voices;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Phone;

/// <summary>
/// The smallest agent: says its first sentence, then the next one whenever the caller has spoken and been silent for 300 ms;
/// clears the line when it is spoken over.
/// </summary>
internal static class FakeAgent
{
    public static async Task<Func<MediaPeer, Task>> SpeakingAsync(IVoice voice, IReadOnlyList<string> sayings)
    {
        var speeches = new List<short[]>();
        foreach (var saying in sayings)
        {
            speeches.Add((await voice.SpeakAsync(saying, CancellationToken.None)).Samples);
        }

        return peer => TalkAsync(peer, speeches);
    }

    private static async Task TalkAsync(MediaPeer peer, List<short[]> speeches)
    {
        var start = await peer.FrameAsync("start");
        var alaw = start.GetProperty("start").GetProperty("media_format").GetProperty("encoding").GetString() == "PCMA";
        await peer.SendMediaAsync(Encode(speeches[0], alaw));
        var next = 1;
        var loud = 0;
        var quiet = 0;
        var samples = new short[160];
        for (var frame = 1; next < speeches.Count; frame++)
        {
            var waiting = peer.Frames.WaitAsync(received => MediaPeer.Event(received) == "media", frame);
            if (await Task.WhenAny(waiting, peer.Closed) == peer.Closed)
            {
                return;
            }

            Decode((await waiting)[frame - 1].GetProperty("media").GetProperty("payload").GetBytesFromBase64(), alaw, samples);
            if (CallerLine.IsLoud(samples))
            {
                quiet = 0;
                if (++loud == 3)
                {
                    await peer.SendClearAsync();
                }
            }
            else if (loud >= 3 && ++quiet == 15)
            {
                loud = 0;
                await peer.SendMediaAsync(Encode(speeches[next++], alaw));
            }
        }
    }

    private static byte[] Encode(short[] samples, bool alaw) =>
        Array.ConvertAll(samples, sample => alaw ? G711.EncodeAlaw(sample) : G711.EncodeMulaw(sample));

    private static void Decode(byte[] codes, bool alaw, short[] samples)
    {
        if (alaw)
        {
            G711.DecodeAlaw(codes, samples);
        }
        else
        {
            G711.DecodeMulaw(codes, samples);
        }
    }
}
