using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Core.Calls.Answering;

/// <summary>Whichever provider carries a call, first or as a stand-in, it is asked for the agent's own model and voice there.</summary>
[Trait("Kind", "Unit")]
public sealed class ProviderPortsTests
{
    private static readonly Agent Agent = new AgentBuilder().With(agent => agent with
    {
        LanguageModel = [ProviderName.Grok, ProviderName.OpenAI],
        Picks =
        [
            new() { Provider = ProviderName.Soniox, Model = "stt-rt-v4" },
            new() { Provider = ProviderName.OpenAI, Model = "gpt-4.1" },
            new() { Provider = ProviderName.Grok, Model = "grok-4" },
            new() { Provider = ProviderName.ElevenLabs, VoiceId = "rachel", Model = "eleven_turbo_v2_5" },
            new() { Provider = ProviderName.Hume, VoiceId = "Ava Song" },
        ],
    }).Build();

    [Fact]
    public async Task Every_provider_is_asked_for_its_own()
    {
        var asked = new Asked();
        var ports = new ProviderPorts([.. All<ISpeechToTextFactory>(asked)], [.. All<ILanguageModelFactory>(asked)], [.. All<ITextToSpeechFactory>(asked)]);

        foreach (var listener in ports.SpeechToText(Leases(ProviderName.Deepgram, ProviderName.Soniox), Agent))
        {
            await DrainAsync(listener.Port.TranscribeAsync(Nothing<AudioFrame>(), new SpeechToTextOptions { Format = AudioFormat.Pcmu, Language = "en-US", Model = "?" }, default));
        }

        foreach (var model in ports.LanguageModels(Leases(ProviderName.Grok, ProviderName.OpenAI), Agent))
        {
            await DrainAsync(model.Port.CompleteAsync(new ChatRequest { Model = "?", Messages = [] }, default));
        }

        foreach (var voice in ports.TextToSpeech(Leases(ProviderName.Hume, ProviderName.ElevenLabs), Agent))
        {
            await DrainAsync(voice.Port.SpeakAsync(Nothing<string>(), new VoiceSettings { Format = AudioFormat.Pcmu, Language = "en-US", VoiceId = "?", Model = "?" }, default));
        }

        Assert.Equal(
            ["Deepgram", "Soniox stt-rt-v4", "Grok grok-4", "OpenAI gpt-4.1", "Hume / Ava Song", "ElevenLabs eleven_turbo_v2_5 / rachel"],
            asked.Said);
    }

    private static IEnumerable<T> All<T>(Asked asked)
        where T : class => Enum.GetValues<ProviderName>().Select(provider => (T)(object)new Factory(provider, asked));

    private static IReadOnlyList<KeyLease> Leases(params ProviderName[] providers) =>
        [.. providers.Select(provider => new KeyLease(AccountId.New(), provider, new KeyDestination("sandbox"), "key"u8.ToArray()))];

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
        {
            Assert.Fail("These say nothing.");
        }
    }

    private static IAsyncEnumerable<T> Nothing<T>() => AsyncEnumerable.Empty<T>();

    private sealed class Asked
    {
        public List<string> Said { get; } = [];
    }

    private sealed class Factory(ProviderName provider, Asked asked)
        : ISpeechToTextFactory, ILanguageModelFactory, ITextToSpeechFactory, ISpeechToText, ILanguageModel, ITextToSpeech
    {
        public ProviderName Provider => provider;

        ISpeechToText ISpeechToTextFactory.Create(KeyLease key) => this;

        ILanguageModel ILanguageModelFactory.Create(KeyLease key) => this;

        ITextToSpeech ITextToSpeechFactory.Create(KeyLease key) => this;

        public IAsyncEnumerable<SpeechEvent> TranscribeAsync(IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
            Say<SpeechEvent>(options.Model, null);

        public IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, CancellationToken cancellationToken) => Say<ChatUpdate>(request.Model, null);

        public IAsyncEnumerable<SpokenAudio> SpeakAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken) =>
            Say<SpokenAudio>(voice.Model, voice.VoiceId);

        private IAsyncEnumerable<T> Say<T>(string? model, string? voice)
        {
            asked.Said.Add(string.Join(' ', new[] { provider.ToString(), model, voice is null ? null : $"/ {voice}" }.OfType<string>()));
            return Nothing<T>();
        }
    }
}
