using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ITextToSpeech"/>, and the fake.</summary>
internal static class TextToSpeechContractEntries
{
    public static IReadOnlyList<ContractEntry<ITextToSpeech>> All { get; } =
    [
        new("ElevenLabs", ProviderName.ElevenLabs, [typeof(ElevenLabsTextToSpeech)], trouble => SandboxSubject.StartAsync(
            ProviderName.ElevenLabs,
            trouble,
            (endpoints, transport, key) => new ElevenLabsFactory(endpoints, transport, TimeProvider.System).Create(key))),
        new("ElevenLabs multi-stream-input", ProviderName.ElevenLabs, [typeof(MultiStreamTextToSpeech)], trouble => SandboxSubject.StartAsync<ITextToSpeech>(
            ProviderName.ElevenLabs,
            trouble,
            (endpoints, transport, key) => new MultiStreamTextToSpeech(key, endpoints, transport, TimeProvider.System),
            keepsConnection: true)),
        new("Hume", ProviderName.Hume, [typeof(HumeTextToSpeech)], trouble => SandboxSubject.StartAsync(
            ProviderName.Hume,
            trouble,
            (endpoints, transport, key) => new HumeFactory(endpoints, transport, TimeProvider.System).Create(key))),
        new("Scripted fake", null, [typeof(ScriptedTextToSpeech)], trouble => Task.FromResult(Scripted(trouble))),
    ];

    private static ContractSubject<ITextToSpeech> Scripted(ContractTrouble trouble)
    {
        var fake = new ScriptedTextToSpeech(TimeProvider.System)
        {
            Faults = _ => ScriptedTroubles.Of(trouble),
            FirstByte = TimeSpan.FromMilliseconds(trouble is ContractTrouble.SlowDrip ? 30 : 5),
        };
        return new ContractSubject<ITextToSpeech> { Port = fake, ReleasedAsync = _ => Eventually.HoldsAsync(() => fake.Open == 0) };
    }
}
