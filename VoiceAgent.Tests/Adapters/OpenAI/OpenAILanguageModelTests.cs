using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.OpenAI;

[Trait("Kind", "Adapter")]
public sealed class OpenAILanguageModelTests
{
    // As recorded, ids scrubbed.
    private const string Recorded = """
        data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1782321905,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_51b9c32e14","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"yxX8"}

        data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1782321905,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1782321905,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":" there."},"logprobs":null,"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1782321905,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":""}

        data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1782321905,"model":"gpt-4o-mini-2024-07-18","choices":[],"usage":{"prompt_tokens":61,"completion_tokens":16,"total_tokens":77,"prompt_tokens_details":{"cached_tokens":32,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},"obfuscation":"Vy"}

        data: [DONE]


        """;

    private const string Hello = """
        data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}


        """;

    private static readonly ChatRequest Question = new()
    {
        Messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi?"), new(ChatRole.Assistant, "Yes?"), new(ChatRole.User, "Hi!")],
    };

    [Fact]
    public async Task A_recorded_reply_becomes_deltas_and_one_completion_with_its_cost()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Recorded));

        Assert.Equal(
            [new ChatUpdate.TextDelta("Hello"), new ChatUpdate.TextDelta(" there."), new ChatUpdate.Completed(ChatFinish.Stop, new ChatUsage(61, 32, 16))],
            await ReadAsync(provider, Question));
    }

    [Fact]
    public async Task The_request_holds_what_the_protocol_wants_and_the_key_in_one_header()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Recorded));

        await ReadAsync(provider, Question with { CacheKey = "agent-42-v7", MaxOutputTokens = 123 });

        var request = Assert.Single(provider.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal($"Bearer {ScriptedProvider.Key}", request.Headers["Authorization"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse("""
            {
              "model": "gpt-4.1-mini", "stream": true, "max_completion_tokens": 123, "prompt_cache_key": "agent-42-v7",
              "stream_options": { "include_usage": true, "include_obfuscation": false },
              "messages": [
                { "role": "system", "content": "Be brief." }, { "role": "user", "content": "Hi?" },
                { "role": "assistant", "content": "Yes?" }, { "role": "user", "content": "Hi!" } ]
            }
            """);
        using var sent = JsonDocument.Parse(request.Body);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), request.Body);
    }

    [Theory]
    [InlineData("gpt-5.4-mini", "none", 400)]
    [InlineData("gpt-5-mini", "minimal", 2400)]
    public async Task A_reasoning_model_is_told_to_think_little_and_given_room_for_it(string model, string effort, int tokens)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Recorded));

        await ReadAsync(provider, Question with { Model = model });

        using var sent = JsonDocument.Parse(Assert.Single(provider.Requests).Body);
        Assert.Equal(effort, sent.RootElement.GetProperty("reasoning_effort").GetString());
        Assert.Equal(tokens, sent.RootElement.GetProperty("max_completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Every_legal_way_to_write_an_event_is_read()
    {
        const string Events = ": keep-alive\r\n\r\nevent: chunk\r\nid: 7\r\ndata:{\"choices\":[{\"index\":0,\r\ndata: \"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\r\n\r\n"
            + ": again\n\ndata:{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata:[DONE]\n\n";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Events));

        Assert.Equal(
            [new ChatUpdate.TextDelta("Hi"), new ChatUpdate.Completed(ChatFinish.Length, Usage: null)],
            await ReadAsync(provider, Question));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"choices\":null}\n\n")]
    [InlineData("data: this is not json\n\n")]
    [InlineData("data: [DONE]\n\n")]
    public async Task A_stream_that_never_says_finished_is_a_protocol_error(string rest)
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(Hello + rest));
        var updates = new List<ChatUpdate>();

        var error = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question, updates));

        Assert.Equal(ProviderErrorKind.Protocol, error.Kind);
        Assert.Equal([new ChatUpdate.TextDelta("Hello")], updates);
    }

    [Fact]
    public async Task A_connection_reset_in_the_reply_is_a_protocol_error()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, async context =>
        {
            await ScriptedProvider.Events(Hello)(context);
            await context.Response.Body.FlushAsync();
            await heard.Task;
            context.Abort();
        });
        await using var updates = Model(provider).CompleteAsync(Question, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        heard.SetResult();

        var error = await Assert.ThrowsAsync<ProviderException>(async () => await updates.MoveNextAsync());

        Assert.Equal(ProviderErrorKind.Protocol, error.Kind);
    }

    [Theory]
    [InlineData("""{"message":"The server had an error.","type":"server_error","param":null,"code":null}""", ProviderErrorKind.Unavailable, "server_error")]
    [InlineData("""{"message":"No.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}""", ProviderErrorKind.QuotaExceeded, "insufficient_quota")]
    public async Task An_error_event_ends_the_reply_with_its_kind(string error, ProviderErrorKind kind, string code)
    {
        var events = $$$"""{{{Hello}}}event: error{{{"\n"}}}data: {"error":{{{error}}}}{{{"\n\n"}}}""";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Events(events));

        var thrown = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question));

        Assert.Equal((kind, code), (thrown.Kind, thrown.Code));
    }

    [Fact]
    public async Task A_reply_that_was_told_finished_is_kept_whatever_follows()
    {
        const string Finished = Hello + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.EventsThenSilence(Finished));

        Assert.Equal(
            [new ChatUpdate.TextDelta("Hello"), new ChatUpdate.Completed(ChatFinish.ContentFilter, Usage: null)],
            await ReadAsync(provider, Question));
    }

    [Fact]
    public async Task An_answer_that_is_no_event_stream_is_a_protocol_error()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Refusal(200, "<html>Sign in to the network</html>"));

        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question))).Kind);
    }

    [Fact]
    public async Task A_refusal_tells_how_long_to_wait_and_is_asked_only_once()
    {
        const string Body = """{"error":{"message":"Rate limit reached.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""";
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.Refusal(429, Body, retryAfter: "20"));

        var error = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question));

        Assert.Equal((ProviderErrorKind.RateLimited, 429, TimeSpan.FromSeconds(20)), (error.Kind, error.StatusCode, error.RetryAfter));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question))).Kind);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task Nothing_blocks_while_the_provider_thinks_and_cancelling_closes_the_request()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, async context =>
            await ScriptedProvider.GoneAsync(context));
        using var cancel = new CancellationTokenSource();
        await using var updates = Model(provider).CompleteAsync(Question, cancel.Token).GetAsyncEnumerator();

        var first = updates.MoveNextAsync().AsTask();
        Assert.False(first.IsCompleted);
        await provider.Arrived;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
        await provider.Aborted;
    }

    [Fact]
    public async Task Leaving_a_reply_early_closes_the_request()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, ScriptedProvider.EventsThenSilence(Hello));

        await foreach (var update in Model(provider).CompleteAsync(Question, CancellationToken.None))
        {
            Assert.Equal(new ChatUpdate.TextDelta("Hello"), update);
            break;
        }

        await provider.Aborted;
    }

    [Fact]
    public async Task A_provider_that_nobody_listens_at_is_unavailable()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.OpenAI, _ => Task.CompletedTask);
        await provider.StopAsync();

        Assert.Equal(ProviderErrorKind.Unavailable, (await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(provider, Question))).Kind);
    }

    private static ILanguageModel Model(ScriptedProvider provider) =>
        new OpenAIFactory(provider.Endpoints, provider.Transport, TimeProvider.System).Create(provider.Lease);

    private static async Task<List<ChatUpdate>> ReadAsync(ScriptedProvider provider, ChatRequest request, List<ChatUpdate>? into = null)
    {
        into ??= [];
        await foreach (var update in Model(provider).CompleteAsync(request, CancellationToken.None))
        {
            into.Add(update);
        }

        return into;
    }
}
