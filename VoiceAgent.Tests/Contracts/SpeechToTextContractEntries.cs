using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ISpeechToText"/>.</summary>
internal static class SpeechToTextContractEntries
{
    public static IReadOnlyList<ContractEntry<ISpeechToText>> All { get; } =
    [
        new("Deepgram", trouble => SandboxSubject.StartAsync(
            ProviderName.Deepgram,
            trouble,
            (endpoints, transport, key) => new DeepgramFactory(endpoints, transport, TimeProvider.System).Create(key))),
    ];
}
