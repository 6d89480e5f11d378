using System.Text.Json;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Compatible;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Every implementation of <see cref="ILanguageModel"/>, and the fake.</summary>
internal static partial class LanguageModelContractEntries
{
    public static IReadOnlyList<ContractEntry<ILanguageModel>> All { get; } =
    [
        new("OpenAI chat", ProviderName.OpenAI, [typeof(OpenAILanguageModel), typeof(ChatCompletions)], trouble => SandboxSubject.StartAsync(
            ProviderName.OpenAI,
            trouble,
            (endpoints, transport, key) => new OpenAIFactory(endpoints, transport, TimeProvider.System).Create(key))),
        new("OpenAI responses", ProviderName.OpenAI, [typeof(Responses)], trouble => SandboxSubject.StartAsync<ILanguageModel>(
            ProviderName.OpenAI,
            trouble,
            (endpoints, transport, key) => new Responses(new ApiConnection(endpoints.For(ProviderName.OpenAI).Http, key, transport, TimeProvider.System)))),
        new("Grok", ProviderName.Grok, [typeof(ChatCompletions)], trouble => SandboxSubject.StartAsync(
            ProviderName.Grok,
            trouble,
            (endpoints, transport, key) => new XaiFactory(endpoints, transport, TimeProvider.System).Create(key))),
        Compatible("vLLM", "/compatible/vllm/v1", "meta-llama/Llama-3.1-8B-Instruct"),
        Compatible("Groq", "/compatible/groq/openai/v1", "llama-3.1-8b-instant"),
        Compatible("OpenRouter", "/compatible/openrouter/api/v1", "meta-llama/llama-3.1-8b-instruct"),
        new("Scripted fake", null, [typeof(ScriptedLanguageModel)], trouble => Task.FromResult(Scripted(trouble))),
    ];

    private static ContractEntry<ILanguageModel> Compatible(string name, string path, string model) => new(name, ProviderName.Compatible, [typeof(ChatCompletions)], trouble => SandboxSubject.StartAsync(
        ProviderName.Compatible,
        trouble,
        (endpoints, transport, key) => new CompatibleFactory(endpoints, transport, TimeProvider.System).Create(key),
        server: new CompatibleServer { Id = "server", Name = name, BaseUrl = new Uri("http://127.0.0.1" + path), DefaultModel = model }));

    private static ContractSubject<ILanguageModel> Scripted(ContractTrouble trouble)
    {
        var fake = new ScriptedLanguageModel(TimeProvider.System)
        {
            Answers = Answer,
            Faults = _ => ScriptedTroubles.Of(trouble),
            FirstToken = TimeSpan.FromMilliseconds(5),
            PerWord = TimeSpan.FromMilliseconds(trouble is ContractTrouble.SlowDrip ? 30 : 2),
        };
        return new ContractSubject<ILanguageModel> { Port = fake, ReleasedAsync = _ => Eventually.HoldsAsync(() => fake.Open == 0) };
    }

    // As the simulators answer: results of tools first, then the tools the words name, then words.
    private static string Answer(ChatRequest request)
    {
        var results = request.Messages.Where(message => message.Role is ChatRole.Tool).Select(message => message.Text).ToList();
        if (results.Count > 0)
        {
            return $"Here is what I found: {string.Join(' ', results)}";
        }

        var asked = request.Messages[^1].Text;
        var wanted = request.ToolChoice switch
        {
            ToolChoice.None => [],
            ToolChoice.Required => request.Tools.Take(1),
            _ => request.Tools.Where(tool => tool.Name.Split('_').All(word => asked.Contains(word, StringComparison.OrdinalIgnoreCase))),
        };
        var calls = string.Concat(wanted.Select(tool => $"[[{tool.Name} {Arguments(tool, asked)}]]"));
        return calls.Length > 0 ? calls : asked == "Hello" ? "Hello! How can I help you today?" : "We open at eight, and close at six.";
    }

    private static string Arguments(ToolDefinition tool, string asked) => JsonSerializer.Serialize(tool.Parameters.GetProperty("properties").EnumerateObject().ToDictionary(
        property => property.Name,
        object (property) => property.Value.GetProperty("type").ValueEquals("integer") ? int.Parse(Digits().Match(asked).Value, System.Globalization.CultureInfo.InvariantCulture) : asked));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
