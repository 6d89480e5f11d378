using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Compatible;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Sandbox;

namespace VoiceAgent.Tests.Adapters.Chat;

/// <summary>Servers that speak OpenAI's chat completions, each with its own manners.</summary>
[Trait("Kind", "Adapter")]
public sealed class CompatibleServerTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddProviderHttpClient(CompatibleKeyTest.HttpClientName).AddProviderHttpClient(ProviderLists.HttpClientName).BuildServiceProvider();

    private readonly ProviderTransport _transport = new();

    private static readonly ToolDefinition Tool = new()
    {
        Name = "opening_hours",
        Description = "Tells the opening hours.",
        Parameters = JsonSerializer.SerializeToElement(new { type = "object", properties = new { } }),
    };

    private static readonly ChatRequest Question = new() { Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "What are your opening hours?")] };

    private CompatibleServer Vllm => Server("/compatible/vllm/v1", "meta-llama/Llama-3.1-8B-Instruct");

    private CompatibleServer Ollama => Server("/compatible/ollama/v1", "llama3.1:8b") with { RequiresKey = false };

    private CompatibleServer Groq => Server("/compatible/groq/openai/v1", "llama-3.1-8b-instant");

    private CompatibleServer OpenRouter => Server("/compatible/openrouter/api/v1", "meta-llama/llama-3.1-8b-instruct");

    public void Dispose()
    {
        _transport.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_server_without_keys_answers_and_never_sees_the_placeholder()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Compatible, ScriptedProvider.Events(
            """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hi."}}]}

            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}

            data: [DONE]


            """));
        var server = Ollama with { BaseUrl = new Uri(provider.Address, "/v1") };

        var updates = await CompleteAsync(server, Question, "0123456789abcdef");

        Assert.Equal([new ChatUpdate.TextDelta("Hi."), new ChatUpdate.Completed(ChatFinish.Stop, null)], updates);
        var request = Assert.Single(provider.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.DoesNotContain(request.Headers, header => header.Key == "Authorization" || header.Value.ToString().Contains("0123456789abcdef", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ollama_calls_tools_it_is_offered_and_is_not_offered_those_it_must_not_call()
    {
        var called = await CompleteAsync(Ollama, Question with { Tools = [Tool, Tool with { Name = "hours" }] });
        Assert.Equal(["opening_hours", "hours"], called.OfType<ChatUpdate.ToolCallRequested>().Select(update => update.Call.Name));
        Assert.Equal(2, called.OfType<ChatUpdate.ToolCallRequested>().Select(update => update.Call.Id).Distinct().Count());

        var words = await CompleteAsync(Ollama, Question with { Tools = [Tool], ToolChoice = ToolChoice.None });
        Assert.All(words[..^1], update => Assert.IsType<ChatUpdate.TextDelta>(update));
    }

    [Fact]
    public async Task The_older_limit_is_the_one_that_every_server_knows() => Assert.Equal(
        ChatFinish.Length, Assert.IsType<ChatUpdate.Completed>((await CompleteAsync(Ollama, Question with { MaxOutputTokens = 1 }))[^1]).Finish);

    [Fact]
    public async Task A_server_without_tools_is_told_in_words_what_they_found()
    {
        var call = new ToolCall("call_1", "opening_hours", "{}");
        var request = Question with
        {
            Tools = [Tool],
            Messages = [.. Question.Messages, new(ChatRole.Assistant, string.Empty) { ToolCalls = [call] }, ChatMessage.ResultOf(call, "From eight to noon.")],
        };

        await CompleteAsync(Groq with { HasTools = false }, request);

        using var sent = JsonDocument.Parse(sandbox.Server.Recorded.Of("compatible")[^1].Texts[^1]);
        Assert.False(sent.RootElement.TryGetProperty("tools", out _));
        Assert.False(sent.RootElement.TryGetProperty("tool_choice", out _));
        Assert.Equal(["system", "user", "user"], sent.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));
        Assert.Contains("From eight to noon.", sent.RootElement.GetProperty("messages")[2].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_usage_is_not_asked_for_it()
    {
        var updates = await CompleteAsync(Vllm with { HasUsage = false }, Question);

        Assert.Null(Assert.IsType<ChatUpdate.Completed>(updates[^1]).Usage);
        Assert.DoesNotContain("stream_options", sandbox.Server.Recorded.Of("compatible")[^1].Texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_server_does_not_have_is_rejected()
    {
        var error = await Assert.ThrowsAsync<ProviderException>(() => CompleteAsync(Ollama, Question with { Model = "none" }));

        Assert.Equal(ProviderErrorKind.Rejected, error.Kind);
    }

    [Fact]
    public async Task A_key_is_proved_by_an_answer_even_where_everybody_may_read_the_list_of_models()
    {
        foreach (var server in new[] { Vllm, Groq, OpenRouter })
        {
            Assert.Equal((KeyVerdict.Valid, $"{server.Name} accepted the key."), await TestAsync(server, SandboxKeys.Valid("compatible")));
            Assert.Equal(KeyVerdict.Invalid, (await TestAsync(server, SandboxKeys.Valid("compatible")[..^1] + "x")).Verdict);
            Assert.Equal(KeyVerdict.QuotaExceeded, (await TestAsync(server, SandboxKeys.WithoutCredit("compatible"))).Verdict);
            Assert.Equal(KeyVerdict.CouldNotCheck, (await TestAsync(server, SandboxKeys.RateLimited("compatible"))).Verdict);
            var unknown = await TestAsync(server with { DefaultModel = "none" }, SandboxKeys.Valid("compatible"));
            Assert.Equal((KeyVerdict.CouldNotCheck, $"{server.Name} does not answer with the model none. Tell the operator, who has set that model."), unknown);
        }

        Assert.NotEmpty(await ListAsync(OpenRouter, "a-wrong-key"));
        Assert.Equal((KeyVerdict.Valid, "server answered."), await TestAsync(Ollama, "0123456789abcdef"));
        Assert.Equal(KeyVerdict.Invalid, (await TestAsync(Vllm with { RequiresKey = false }, "0123456789abcdef")).Verdict);
    }

    [Fact]
    public async Task The_models_are_listed_with_the_operators_default_first()
    {
        Assert.Equal(["qwen3:4b", "llama3.1:8b"], await ListAsync(Ollama with { DefaultModel = "qwen3:4b" }, "0123456789abcdef"));
        Assert.Equal(["llama-3.1-8b-instant", "openai/gpt-oss-20b"], await ListAsync(Groq, SandboxKeys.Valid("compatible")));
        Assert.Equal(ProviderErrorKind.Unauthorized, (await Assert.ThrowsAsync<ProviderException>(() => ListAsync(Groq, "a-wrong-key"))).Kind);
    }

    private static KeyLease Lease(CompatibleServer server, string key) =>
        new(AccountId.New(), ProviderName.Compatible, new KeyDestination(server.BaseUrl.Authority, Region: server.Id), Encoding.ASCII.GetBytes(key));

    private static ProviderEndpoints At(CompatibleServer server) => new(new Dictionary<ProviderName, ProviderEndpoint>(), servers: [server]);

    private CompatibleServer Server(string path, string model) =>
        new() { Id = "server", Name = "server", BaseUrl = new Uri(sandbox.Server.Address, path), DefaultModel = model };

    private async Task<List<ChatUpdate>> CompleteAsync(CompatibleServer server, ChatRequest request, string? key = null)
    {
        using var lease = Lease(server, key ?? SandboxKeys.Valid("compatible"));
        return await new CompatibleFactory(At(server), _transport, TimeProvider.System).Create(lease).CompleteAsync(request, CancellationToken.None)
            .ToListAsync(CancellationToken.None);
    }

    private async Task<(KeyVerdict Verdict, string Detail)> TestAsync(CompatibleServer server, string key)
    {
        using var lease = Lease(server, key);
        var client = new KeyTestClient(_services.GetRequiredService<IHttpClientFactory>(), At(server), TimeProvider.System);
        var result = await new CompatibleKeyTest(client, At(server)).TestAsync(lease, CancellationToken.None);
        return (result.Verdict, result.Detail);
    }

    private async Task<IEnumerable<string>> ListAsync(CompatibleServer server, string key)
    {
        using var lease = Lease(server, key);
        var lists = new ProviderLists(_services.GetRequiredService<IHttpClientFactory>(), At(server), TimeProvider.System);
        return (await new CompatibleModelList(lists, At(server)).AskAsync(lease, CancellationToken.None)).Select(choice => choice.Id);
    }
}
