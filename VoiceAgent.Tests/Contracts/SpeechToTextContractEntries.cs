using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ISpeechToText"/>, with the models that speak a protocol of their own, and the fake.</summary>
internal static class SpeechToTextContractEntries
{
    public static IReadOnlyList<ContractEntry<ISpeechToText>> All { get; } =
    [
        Adapter("Deepgram", ProviderName.Deepgram, null, (endpoints, transport, key) => new DeepgramFactory(endpoints, transport, TimeProvider.System).Create(key)),
        Adapter("Deepgram Flux", ProviderName.Deepgram, "flux-general-en", (endpoints, transport, key) => new DeepgramFactory(endpoints, transport, TimeProvider.System).Create(key)),
        Adapter("Soniox", ProviderName.Soniox, null, (endpoints, transport, key) => new SonioxFactory(endpoints, transport, TimeProvider.System).Create(key)),
        Adapter("AssemblyAI", ProviderName.AssemblyAI, null, (endpoints, transport, key) => new AssemblyAIFactory(endpoints, transport, TimeProvider.System).Create(key)),
        Adapter("AssemblyAI Universal-3", ProviderName.AssemblyAI, "u3-rt-pro", (endpoints, transport, key) => new AssemblyAIFactory(endpoints, transport, TimeProvider.System).Create(key)),
        new("Scripted fake", trouble => Task.FromResult(Scripted(trouble))),
    ];

    private static ContractEntry<ISpeechToText> Adapter(
        string name, ProviderName provider, string? model, Func<ProviderEndpoints, ProviderTransport, KeyLease, ISpeechToText> create) =>
        new(name, trouble => SandboxSubject.StartAsync(provider, trouble, ISpeechToText (endpoints, transport, key) =>
            new ModelChosen(create(endpoints, transport, key), model)));

    private static ContractSubject<ISpeechToText> Scripted(ContractTrouble trouble)
    {
        var fake = new ScriptedSpeechToText(TimeProvider.System);
        if (trouble is not (ContractTrouble.None or ContractTrouble.SlowDrip))
        {
            fake.Fail(TimeSpan.Zero, trouble switch
            {
                ContractTrouble.Unauthorized => ProviderErrorKind.Unauthorized,
                ContractTrouble.NoCredit => ProviderErrorKind.QuotaExceeded,
                ContractTrouble.RateLimited => ProviderErrorKind.RateLimited,
                ContractTrouble.Silent or ContractTrouble.SilentLater => null,
                ContractTrouble.Garbage => ProviderErrorKind.Protocol,
                _ => ProviderErrorKind.Unavailable,
            });
        }

        return new ContractSubject<ISpeechToText>
        {
            Port = fake,
            RecordAsync = text =>
            {
                fake.Report(TimeSpan.Zero, new SpeechEvent.Final(text, EndOfSpeech: true));
                return Task.FromResult(new byte[text.Length * 800]);
            },
            ReleasedAsync = _ => Eventually.HoldsAsync(() => fake.Open == 0),
        };
    }

    private sealed class ModelChosen(ISpeechToText inner, string? model) : ISpeechToText
    {
        public IAsyncEnumerable<SpeechEvent> TranscribeAsync(IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
            inner.TranscribeAsync(audio, options with { Model = model }, cancellationToken);
    }
}
