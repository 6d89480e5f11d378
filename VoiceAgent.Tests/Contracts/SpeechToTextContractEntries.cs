using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
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
        Adapter<DeepgramSpeechToText, NovaListening>("Deepgram", ProviderName.Deepgram, null, Deepgram),
        Adapter<DeepgramSpeechToText, FluxListening>("Deepgram Flux", ProviderName.Deepgram, "flux-general-en", Deepgram),
        Adapter<SonioxSpeechToText, SonioxListening>("Soniox", ProviderName.Soniox, null, (endpoints, transport, key) => new SonioxFactory(endpoints, transport, TimeProvider.System).Create(key)),
        Adapter<AssemblyAISpeechToText, AssemblyAIListening>("AssemblyAI", ProviderName.AssemblyAI, null, AssemblyAI),
        Adapter<AssemblyAISpeechToText, AssemblyAIListening>("AssemblyAI Universal-3", ProviderName.AssemblyAI, "u3-rt-pro", AssemblyAI),
        new("Scripted fake", null, [typeof(ScriptedSpeechToText)], trouble => Task.FromResult(Scripted(trouble))),
    ];

    private static ContractEntry<ISpeechToText> Adapter<TAdapter, TProtocol>(
        string name, ProviderName provider, string? model, Func<ProviderEndpoints, ProviderTransport, KeyLease, ISpeechToText> create) =>
        new(name, provider, [typeof(TAdapter), typeof(TProtocol)], trouble => SandboxSubject.StartAsync(provider, trouble, ISpeechToText (endpoints, transport, key) =>
            new ModelChosen(create(endpoints, transport, key), model)));

    private static ISpeechToText Deepgram(ProviderEndpoints endpoints, ProviderTransport transport, KeyLease key) =>
        new DeepgramFactory(endpoints, transport, TimeProvider.System).Create(key);

    private static ISpeechToText AssemblyAI(ProviderEndpoints endpoints, ProviderTransport transport, KeyLease key) =>
        new AssemblyAIFactory(endpoints, transport, TimeProvider.System).Create(key);

    private static ContractSubject<ISpeechToText> Scripted(ContractTrouble trouble)
    {
        var fake = new ScriptedSpeechToText(TimeProvider.System) { TellsEachStream = true };
        if (ScriptedTroubles.Of(trouble) is { } fault)
        {
            fake.Fail(TimeSpan.Zero, fault.Kind);
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
}
