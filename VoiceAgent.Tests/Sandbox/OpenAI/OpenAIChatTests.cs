using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.OpenAI;

[Trait("Kind", "Adapter")]
public sealed class OpenAIChatTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Tools = """[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]""";

    [Fact]
    public async Task An_answer_streams_as_a_role_chunk_words_a_finish_the_usage_and_done()
    {
        var answer = await ChatAsync(Body("What are your opening hours?", """ "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false} """));
        var chunks = Chunks(answer);

        Assert.Equal("text/event-stream; charset=utf-8", answer.ContentType);
        Assert.EndsWith("data: [DONE]\n\n", answer.Body);
        Assert.Equal(
            ["id", "object", "created", "model", "service_tier", "system_fingerprint", "choices", "usage"], chunks[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"role":"assistant","content":"","refusal":null}""", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetRawText());
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Empty(chunks[^1].GetProperty("choices").EnumerateArray());
        var usage = chunks[^1].GetProperty("usage");
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal("We are open Monday to Friday from nine to six, and Saturday until one. Is there anything else I can help you with?", Text(chunks));
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Without_options_there_is_padding_and_no_usage()
    {
        var chunks = Chunks(await ChatAsync(Body("Hello", """ "stream":true """)));

        Assert.All(chunks, chunk => Assert.NotEmpty(chunk.GetProperty("obfuscation").GetString() ?? ""));
        Assert.All(chunks, chunk => Assert.False(chunk.TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task An_answer_may_come_in_one_piece()
    {
        var answer = (await ChatAsync(Body("Thank you, goodbye", "\"stream\":false"))).Json;

        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("You're welcome. Thank you for calling, goodbye!", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task An_answer_that_reaches_the_limit_ends_with_length()
    {
        var chunks = Chunks(await ChatAsync(Body("What are your opening hours?", """ "stream":true,"max_completion_tokens":3 """)));

        Assert.Equal("We are open", Text(chunks));
        Assert.Equal("length", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task A_tool_that_must_be_called_is_called_in_fragments()
    {
        var chunks = Chunks(await ChatAsync(Body("Hello", $$""" "stream":true,"tools":{{Tools}},"tool_choice":"required","parallel_tool_calls":true """)));
        var calls = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta"))
            .Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0]).ToArray();

        Assert.Equal("weather", calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("{}", string.Concat(calls.Select(call => call.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("tool_calls", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("What does it cost?", "A first visit is forty nine euros. I can tell you the price of anything else, too.")]
    [InlineData("Where are you located?", "You find us at 5 Garden Road, near the park.")]
    [InlineData("I'd like to book an appointment", "I can book that for you. Would Tuesday at ten in the morning suit you?")]
    [InlineData("My name is Anna", "Thank you, I have noted your name. What can I do for you?")]
    [InlineData("Can you repeat that please?", "Of course. I said: How can I help?")]
    [InlineData("Yes please", "Great, that is done. Is there anything else I can help you with?")]
    [InlineData("No", "All right. Is there anything else I can do for you?")]
    [InlineData("Do you like zebras?", "You asked: Do you like zebras? I am only a demonstration, but I heard every word. What else would you like to know?")]
    public async Task The_demo_answers_what_was_asked(string asked, string answered)
    {
        var body = JsonSerializer.Serialize(new
        {
            model = "gpt-4.1-mini",
            messages = new[]
            {
                new { role = "system", content = "You are Ada. Answer briefly. You find us at 5 Garden Road, near the park. Ask for the address." },
                new { role = "assistant", content = "How can I help?" },
                new { role = "user", content = asked },
            },
        });

        Assert.Equal(answered, (await ChatAsync(body)).Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("And how much does it cost to have my bicycle repaired?", "A first visit is forty nine euros. I can tell you the price of anything else, too.")]
    [InlineData("When are you open?", "We are open Monday to Friday from nine to six, and Saturday until one. Is there anything else I can help you with?")]
    [InlineData("What is your address?", "You find us at twelve Market Street, right next to the station. Shall I send you the directions?")]
    public async Task What_the_platform_tells_a_model_is_never_its_answer(string asked, string answered)
    {
        var agent = new Agent { Id = AgentId.New(), AccountId = AccountId.New(), Name = "Ada", Instructions = "Help with bicycles.", CreatedAt = default, UpdatedAt = default };
        var body = JsonSerializer.Serialize(new
        {
            model = "gpt-4.1-mini",
            messages = new[] { new { role = "system", content = AgentPrompt.For(agent, "en", hasTools: true) }, new { role = "user", content = asked } },
        });

        Assert.Equal(answered, (await ChatAsync(body)).Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("missing", 401, null, "invalid_request_error")]
    [InlineData("wrong", 401, "invalid_api_key", "invalid_request_error")]
    [InlineData("no-credit", 429, "insufficient_quota", "insufficient_quota")]
    [InlineData("rate-limited", 429, "rate_limit_exceeded", "requests")]
    [InlineData("limited", 200, null, null)]
    public async Task A_key_is_treated_as_its_state_says(string kind, int status, string? code, string? type)
    {
        var answer = await ChatAsync(Body("Hello"), Key(kind));

        Assert.Equal(status, answer.Status);
        if (status is not 200)
        {
            Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString());
            Assert.Equal(type, answer.Json.GetProperty("error").GetProperty("type").GetString());
        }

        Assert.Equal(kind is "rate-limited", answer.Headers.RetryAfter is not null);
        Assert.True(answer.Headers.Contains("x-request-id"));
    }

    [Theory]
    [InlineData("valid", 200)]
    [InlineData("no-credit", 200)]
    [InlineData("limited", 403)]
    [InlineData("wrong", 401)]
    [InlineData("rate-limited", 429)]
    public async Task The_model_list_is_the_key_check(string kind, int status)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "openai", "/v1/models", ("Authorization", "Bearer " + Key(kind)));

        Assert.Equal(status, answer.Status);
        if (status is 200)
        {
            Assert.Contains(answer.Json.GetProperty("data").EnumerateArray(), model => model.GetProperty("id").GetString() == "gpt-4.1-mini");
        }
    }

    [Theory]
    [InlineData("gpt-4.1-mini", 200)]
    [InlineData("gpt-9", 404)]
    public async Task One_model_can_be_looked_up(string model, int status) =>
        Assert.Equal(status, (await sandbox.SendAsync(HttpMethod.Get, "openai", "/v1/models/" + model, ("Authorization", "Bearer " + Key("valid")))).Status);

    [Theory]
    [InlineData("not json", 400, null)]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}]}""", 400, null)]
    [InlineData("""{"model":"gpt-9","messages":[{"role":"user","content":"Hi"}]}""", 404, "model_not_found")]
    [InlineData("""{"model":"gpt-4.1-mini"}""", 400, "missing_required_parameter")]
    [InlineData("""{"model":"gpt-4.1-mini","messages":[]}""", 400, "empty_array")]
    [InlineData("""{"model":"gpt-4.1-mini","messages":[{"role":"robot","content":"Hi"}]}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-4.1-mini","messages":[{"role":"user","content":null}]}""", 400, null)]
    [InlineData("""{"model":"gpt-4.1-mini","messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}""", 400, null)]
    [InlineData("""{"model":"gpt-4.1-mini","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"Hi"}]}""", 400, null)]
    public async Task A_body_that_the_real_service_refuses_is_refused(string body, int status, string? code)
    {
        var answer = await ChatAsync(body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("gpt-4.1-mini", "\"parallel_tool_calls\":true", null)]
    [InlineData("gpt-4.1-mini", "\"stream_options\":{\"include_usage\":true}", null)]
    [InlineData("gpt-4.1-mini", "\"temperatur\":1", null)]
    [InlineData("gpt-4.1-mini", "\"temperature\":3", "invalid_value")]
    [InlineData("gpt-4.1-mini", "\"max_completion_tokens\":0", "integer_below_min_value")]
    [InlineData("gpt-4.1-mini", "\"reasoning_effort\":\"low\"", "unsupported_parameter")]
    [InlineData("gpt-5", "\"max_tokens\":10", "unsupported_parameter")]
    [InlineData("gpt-5", "\"temperature\":0.3", "unsupported_value")]
    [InlineData("gpt-5", "\"presence_penalty\":0.3", "unsupported_parameter")]
    [InlineData("gpt-5.1", "\"reasoning_effort\":\"minimal\"", "unsupported_value")]
    [InlineData("gpt-5.4", "\"reasoning_effort\":\"low\",\"tools\":TOOLS", null)]
    [InlineData("gpt-6-luna", "\"tools\":TOOLS", null)]
    public async Task A_parameter_that_the_model_does_not_take_is_refused(string model, string parameter, string? code)
    {
        var answer = await ChatAsync(Body("Hi", parameter.Replace("TOOLS", Tools), model));

        Assert.Equal(400, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("gpt-4.1-mini", "\"temperature\":0.3,\"max_tokens\":10,\"stop\":[\"x\"]")]
    [InlineData("gpt-5.1", "\"temperature\":0.3,\"reasoning_effort\":\"none\"")]
    [InlineData("gpt-5", "\"temperature\":1,\"reasoning_effort\":\"minimal\",\"verbosity\":\"low\"")]
    [InlineData("gpt-6-luna", "\"reasoning_effort\":\"none\",\"tools\":TOOLS")]
    public async Task A_parameter_that_the_model_takes_is_taken(string model, string parameter) =>
        Assert.Equal(200, (await ChatAsync(Body("Hi", parameter.Replace("TOOLS", Tools), model))).Status);

    private static string Key(string kind) => kind switch
    {
        "valid" => SandboxKeys.Valid("openai"),
        "no-credit" => SandboxKeys.WithoutCredit("openai"),
        "limited" => SandboxKeys.Limited("openai"),
        "rate-limited" => SandboxKeys.RateLimited("openai"),
        "missing" => "",
        _ => "sk-wrong",
    };

    private static string Body(string asked, string more = "\"stream\":false", string model = "gpt-4.1-mini") =>
        $$"""{"model":"{{model}}","messages":[{"role":"system","content":"You are helpful."},{"role":"user","content":"{{asked}}"}],{{more}}}""";

    private static List<JsonElement> Chunks(SandboxAnswer answer) =>
        [.. answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line != "data: [DONE]").Select(line => JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]))];

    private static string Text(IEnumerable<JsonElement> chunks)
    {
        var text = new StringBuilder();
        foreach (var choice in chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()))
        {
            text.Append(choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "");
        }

        return text.ToString();
    }

    private Task<SandboxAnswer> ChatAsync(string body, string? key = null) =>
        sandbox.SendAsync(HttpMethod.Post, "openai", "/v1/chat/completions", key is "" ? null : ("Authorization", "Bearer " + (key ?? Key("valid"))), body);
}
