using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ITextToSpeech"/>.</summary>
internal static class TextToSpeechContractEntries
{
    public static IReadOnlyList<ContractEntry<ITextToSpeech>> All { get; } =
    [
        new("ElevenLabs", trouble => SandboxSubject.StartAsync(
            ProviderName.ElevenLabs,
            trouble,
            (endpoints, transport, key) => new ElevenLabsFactory(endpoints, transport, TimeProvider.System).Create(key))),
        new("ElevenLabs multi-stream-input", trouble => SandboxSubject.StartAsync<ITextToSpeech>(
            ProviderName.ElevenLabs,
            trouble,
            (endpoints, transport, key) => new MultiStreamTextToSpeech(key, endpoints, transport, TimeProvider.System),
            keepsConnection: true)),
        new("Hume", trouble => SandboxSubject.StartAsync(
            ProviderName.Hume,
            trouble,
            (endpoints, transport, key) => new HumeFactory(endpoints, transport, TimeProvider.System).Create(key))),
    ];
}
