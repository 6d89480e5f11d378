using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>Registers everything a voice says, so that it can be understood by its sound.</summary>
internal sealed class RememberingVoice(IVoice voice, UtteranceIndex index) : IVoice, IDisposable
{
    public string Name => voice.Name;

    public async Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken)
    {
        var speech = await voice.SpeakAsync(text, cancellationToken);
        index.Register(speech);
        return speech;
    }

    public void Dispose() => (voice as IDisposable)?.Dispose();
}
