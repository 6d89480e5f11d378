using System.Text.Json;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.Xai;

[Trait("Kind", "Adapter")]
public sealed class XaiLanguageModelTests
{
    // As recorded, ids scrubbed: no null members, thoughts first, one chunk for each tool call.
    private const string Recorded = """
        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[{"index":0,"delta":{"reasoning_content":"Hm.","role":"assistant"}}],"system_fingerprint":"fp"}

        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[{"index":0,"delta":{"content":"One moment."}}],"system_fingerprint":"fp"}

        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_51851897","function":{"name":"weather","arguments":"{\"location\":\"Florence, Italy\"}"},"index":0,"type":"function"}]}}]}

        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_97132951","function":{"name":"multiply","arguments":"{\"a\":2,\"b\":3}"},"index":1,"type":"function"}]}}]}

        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"system_fingerprint":"fp"}

        data: {"id":"e","object":"chat.completion.chunk","created":1773345555,"model":"grok-4.3","choices":[],"usage":{"prompt_tokens":361,"completion_tokens":26,"total_tokens":622,"prompt_tokens_details":{"text_tokens":361,"cached_tokens":360},"completion_tokens_details":{"reasoning_tokens":235},"num_sources_used":0,"cost_in_usd_ticks":1487000}}

        data: [DONE]


        """;

    private static readonly ChatRequest Question = new() { Messages = [new(ChatRole.User, "Hi!")] };

    [Fact]
    public async Task A_recorded_reply_is_its_words_its_calls_and_all_that_it_cost()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Grok, ScriptedProvider.Events(Recorded));

        Assert.Equal(
            [
                new ChatUpdate.TextDelta("One moment."),
                new ChatUpdate.ToolCallRequested(new("call_51851897", "weather", """{"location":"Florence, Italy"}""")),
                new ChatUpdate.ToolCallRequested(new("call_97132951", "multiply", """{"a":2,"b":3}""")),
                new ChatUpdate.Completed(ChatFinish.ToolCalls, new ChatUsage(361, 360, 261)),
            ],
            await ReadAsync(provider, Question));
    }

    [Theory]
    [InlineData(null, null, 400)]
    [InlineData("grok-4.3", "none", 400)]
    [InlineData("grok-4.6", "low", 2400)]
    [InlineData("grok-4.20-reasoning", null, 2400)]
    public async Task The_request_holds_what_xai_takes_and_nothing_else(string? model, string? effort, int tokens)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Grok, ScriptedProvider.Events(Recorded));

        await ReadAsync(provider, Question with { Model = model, CacheKey = "agent-42", ConversationId = "call-7" });

        var request = Assert.Single(provider.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("call-7", request.Headers["x-grok-conv-id"]);
        Assert.Equal($"Bearer {ScriptedProvider.Key}", request.Headers["Authorization"]);
        using var sent = JsonDocument.Parse(request.Body);
        Assert.Equal(model ?? XaiDialect.DefaultModel, sent.RootElement.GetProperty("model").GetString());
        Assert.Equal(tokens, sent.RootElement.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(effort, sent.RootElement.TryGetProperty("reasoning_effort", out var told) ? told.GetString() : null);
        Assert.Equal("""{"include_usage":true}""", sent.RootElement.GetProperty("stream_options").GetRawText());
        Assert.False(sent.RootElement.TryGetProperty("prompt_cache_key", out _));
    }

    [Theory]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided: xa***ad."}""", ProviderErrorKind.Unauthorized)]
    [InlineData(200, """{"code":"x","error":"The service is currently unavailable"}""", ProviderErrorKind.Unavailable)]
    public async Task A_refusal_in_words_is_understood(int status, string body, ProviderErrorKind kind)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Grok, ScriptedProvider.Refusal(status, body));

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question))).Kind);
    }

    [Fact]
    public async Task An_error_text_in_the_stream_ends_the_reply_with_its_kind()
    {
        const string Events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: {\"code\":\"x\",\"error\":\"Too many requests\"}\n\n";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Grok, ScriptedProvider.Events(Events));

        Assert.Equal(ProviderErrorKind.RateLimited, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question))).Kind);
    }

    private static Task<List<ChatUpdate>> ReadAsync(ScriptedProvider provider, ChatRequest request) =>
        new XaiFactory(provider.Endpoints, provider.Transport, TimeProvider.System).Create(provider.Lease)
            .CompleteAsync(request, CancellationToken.None).ToListAsync(CancellationToken.None).AsTask();
}
