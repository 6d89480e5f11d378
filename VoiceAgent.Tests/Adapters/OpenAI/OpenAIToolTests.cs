using System.Text.Json;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.OpenAI;

/// <summary>Tools in both of OpenAI's protocols, as they are on the wire.</summary>
[Trait("Kind", "Adapter")]
public sealed class OpenAIToolTests
{
    // As recorded, ids scrubbed.
    private const string Chunks = """
        data: {"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_A","type":"function","function":{"name":"weather","arguments":""}}],"refusal":null},"finish_reason":null}]}

        data: {"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"location\":"}}]},"finish_reason":null}]}

        data: {"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Florence\"}"}}]},"finish_reason":null}]}

        data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: [DONE]


        """;

    private const string Events = """
        event: response.created
        data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress","usage":null},"sequence_number":0}

        event: response.output_item.done
        data: {"type":"response.output_item.done","item":{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA"},"output_index":0,"sequence_number":2}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"One moment.","logprobs":[],"sequence_number":3}

        event: response.output_item.done
        data: {"type":"response.output_item.done","item":{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"location\":\"Florence\"}","call_id":"call_A","name":"weather"},"output_index":2,"sequence_number":12}

        event: response.completed
        data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","usage":{"input_tokens":61,"input_tokens_details":{"cached_tokens":32},"output_tokens":16,"output_tokens_details":{"reasoning_tokens":8},"total_tokens":77}},"sequence_number":13}


        """;

    private static readonly ToolDefinition Weather = new()
    {
        Name = "weather",
        Description = "Weather for a city",
        Parameters = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"location":{"type":"string"}},"required":["location"],"additionalProperties":false}"""),
        IsStrict = true,
    };

    private static readonly ChatRequest Question = new()
    {
        Messages =
        [
            new(ChatRole.System, "Be brief."), new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, string.Empty) { ToolCalls = [new("call_0", "weather", """{"location":"Rome"}""")] },
            new(ChatRole.Tool, "40 C") { ToolCallId = "call_0" }, new(ChatRole.User, "And in Florence?"),
        ],
        Tools = [Weather],
    };

    [Fact]
    public async Task Chat_completions_send_tools_calls_and_results_and_put_fragments_together()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Chunks));

        Assert.Equal(
            [
                new ChatUpdate.ToolCallRequested(new("call_A", "weather", """{"location":"Florence"}""")),
                new ChatUpdate.Completed(ChatFinish.ToolCalls, Usage: null),
            ],
            await ReadAsync(provider, Question));

        AssertSent(provider, "/v1/chat/completions", """
            {
              "model": "gpt-4.1-mini", "stream": true, "max_completion_tokens": 400,
              "stream_options": { "include_usage": true, "include_obfuscation": false },
              "messages": [
                { "role": "system", "content": "Be brief." }, { "role": "user", "content": "Weather?" },
                { "role": "assistant", "tool_calls": [ { "id": "call_0", "type": "function", "function": { "name": "weather", "arguments": "{\"location\":\"Rome\"}" } } ] },
                { "role": "tool", "content": "40 C", "tool_call_id": "call_0" }, { "role": "user", "content": "And in Florence?" } ],
              "tools": [ { "type": "function", "function": { "name": "weather", "description": "Weather for a city", "strict": true,
                "parameters": { "type": "object", "properties": { "location": { "type": "string" } }, "required": ["location"], "additionalProperties": false } } } ],
              "tool_choice": "auto"
            }
            """);
    }

    [Fact]
    public async Task A_model_that_needs_it_uses_the_responses_api_and_gets_its_thoughts_back()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Events));
        var request = Question with { Model = "gpt-6-astra", CacheKey = "agent-42" };

        var updates = await ReadAsync(provider, request);

        var call = new ToolCall("call_A", "weather", """{"location":"Florence"}""")
        {
            Continuation = """{"model":"gpt-6-astra","items":[{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA"}]}""",
        };
        Assert.Equal(
            [new ChatUpdate.TextDelta("One moment."), new ChatUpdate.ToolCallRequested(call), new ChatUpdate.Completed(ChatFinish.ToolCalls, new ChatUsage(61, 32, 16))],
            updates);

        await ReadAsync(provider, request with { Messages = [new(ChatRole.User, "Weather?"), new(ChatRole.Assistant, "One moment.") { ToolCalls = [call] }, ChatMessage.ResultOf(call, "40 C")] });
        provider.Requests.TryDequeue(out _);
        AssertSent(provider, "/v1/responses", """
            {
              "model": "gpt-6-astra", "stream": true, "store": false, "max_output_tokens": 2400, "stream_options": { "include_obfuscation": false },
              "reasoning": { "effort": "low" }, "include": ["reasoning.encrypted_content"], "prompt_cache_key": "agent-42",
              "input": [
                { "role": "user", "content": [ { "type": "input_text", "text": "Weather?" } ] },
                { "role": "assistant", "content": [ { "type": "output_text", "text": "One moment." } ] },
                { "id": "rs_1", "type": "reasoning", "summary": [], "encrypted_content": "gAAA" },
                { "type": "function_call", "call_id": "call_A", "name": "weather", "arguments": "{\"location\":\"Florence\"}" },
                { "type": "function_call_output", "call_id": "call_A", "output": "40 C" } ],
              "tools": [ { "type": "function", "name": "weather", "description": "Weather for a city", "strict": true,
                "parameters": { "type": "object", "properties": { "location": { "type": "string" } }, "required": ["location"], "additionalProperties": false } } ],
              "tool_choice": "auto"
            }
            """);
    }

    [Theory]
    [InlineData("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}""", ChatFinish.Length)]
    [InlineData("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}}""", ChatFinish.ContentFilter)]
    [InlineData("""{"type":"response.completed","response":{"usage":null}}""", ChatFinish.Stop)]
    public async Task A_response_tells_why_it_ended(string last, ChatFinish finish)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.EventsThenSilence($"data: {last}\n\n"));

        Assert.Equal([new ChatUpdate.Completed(finish, Usage: null)], await ReadAsync(provider, Question with { Model = "gpt-6-astra" }));
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"x"}}}""", ProviderErrorKind.RateLimited)]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"server_error","message":"x"}}}""", ProviderErrorKind.Unavailable)]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"invalid_prompt","message":"x"}}}""", ProviderErrorKind.Rejected)]
    [InlineData("""{"type":"error","code":"insufficient_quota","message":"x","param":null,"sequence_number":3}""", ProviderErrorKind.QuotaExceeded)]
    [InlineData("""{"type":"response.output_text.delta"}""", ProviderErrorKind.Protocol)]
    [InlineData("""{"no":"type"}""", ProviderErrorKind.Protocol)]
    public async Task A_response_that_fails_has_its_kind(string last, ProviderErrorKind kind)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.EventsThenSilence($"data: {last}\n\n"));

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question with { Model = "gpt-6-astra" }))).Kind);
        await provider.Aborted;
    }

    [Fact]
    public async Task A_refusal_in_words_is_said()
    {
        const string Refusal = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"refusal\":\"I cannot do that.\"},\"finish_reason\":null}]}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Refusal));

        Assert.Equal(new ChatUpdate.TextDelta("I cannot do that."), (await ReadAsync(provider, Question))[0]);
    }

    private static void AssertSent(ScriptedProvider provider, string path, string body)
    {
        var request = Assert.Single(provider.Requests);
        Assert.Equal(path, request.Path);
        using var expected = JsonDocument.Parse(body);
        using var sent = JsonDocument.Parse(request.Body);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), request.Body);
    }

    private static Task<List<ChatUpdate>> ReadAsync(ScriptedProvider provider, ChatRequest request) =>
        new OpenAIFactory(provider.Endpoints, provider.Transport, TimeProvider.System).Create(provider.Lease)
            .CompleteAsync(request, CancellationToken.None).ToListAsync(CancellationToken.None).AsTask();
}
