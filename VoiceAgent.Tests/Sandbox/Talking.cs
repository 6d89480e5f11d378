using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Sandbox;

/// <summary>Sends speech to a simulated listener, in pieces as a caller's line would.</summary>
internal static class Talking
{
    /// <summary>Mu-law, then silence; the last piece is as long as the others.</summary>
    public static byte[] Mulaw(this SynthesizedSpeech speech, double silence, int piece)
    {
        var length = (int)((speech.Samples.Length + (silence * 8000) + piece - 1) / piece) * piece;
        var audio = new byte[length];
        Array.Fill(audio, (byte)0xFF);
        G711.EncodeMulaw(speech.Samples, audio.AsSpan(0, speech.Samples.Length));
        return audio;
    }

    public static async Task SayAsync(this SandboxSocketClient client, byte[] audio, int piece)
    {
        foreach (var part in audio.Chunk(piece))
        {
            await client.SendAsync(part);
        }
    }
}
