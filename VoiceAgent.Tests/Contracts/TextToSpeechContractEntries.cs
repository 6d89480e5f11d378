using VoiceAgent.Core.Adapters.ElevenLabs;
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
    ];
}
