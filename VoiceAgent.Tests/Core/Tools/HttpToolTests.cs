using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Fakes.Tools;
using VoiceAgent.Web.Components.Agents.Tools;

namespace VoiceAgent.Tests.Core.Tools;

/// <summary>HTTP tools over real sockets.</summary>
[Trait("Kind", "Adapter")]
public sealed class HttpToolTests : IAsyncLifetime
{
    private readonly AccountId _account = AccountId.New();
    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AuditTrail? _trail;
    private WebApplication? _server;
    private ToolServices? _services;
    private string _base = string.Empty;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/orders/{id}", (string id, HttpContext context) => $$"""{ "id": "{{id}}", "status": "shipped", "key": "{{context.Request.Headers["X-Key"]}}" }""");
        _server.MapPost("/orders", async (HttpRequest request) => Results.Text(await new StreamReader(request.Body).ReadToEndAsync()));
        _server.MapGet("/moved", () => Results.Redirect("http://127.0.0.1:1/"));
        _server.MapGet("/broken", () => Results.Text("no such order", statusCode: 404));
        _server.MapGet("/image", () => Results.Bytes([1, 2, 3], "image/png"));
        _server.MapGet("/large", () => Results.Text(new string('x', 100_000)));
        _server.MapGet("/slow", async () => await _release.Task);
        await _server.StartAsync();
        _base = _server.Urls.First();
        _trail = new AuditTrail(_store.Open(AuditEntry.Collection), TimeProvider.System);
        var options = new ToolOptions { MaxResponseBytes = 2048, MaxConcurrentPerAccount = 1 };
        options.AllowedPrivateHosts.Add(new Uri(_base).Authority);
        _services = ToolRig.Services(_store, _trail, options);
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _server!.DisposeAsync();
        _trail!.Dispose();
        _services!.Outbound.Dispose();
    }

    [Theory]
    [InlineData("/orders/{id}", """{"id":"a b/c"}""", "", """{"id":"a b/c","status":"shipped","key":""}""")]
    [InlineData("/orders/{id}", """{"id":"1"}""", "/status", "\"shipped\"")]
    [InlineData("/orders/{id}", """{"id":"1"}""", "/status,/id", """{"/status":"shipped","/id":"1"}""")]
    [InlineData("/orders/{id}", """{"id":"1"}""", "/nothing", "null")]
    public async Task The_answer_is_given_as_selected(string path, string arguments, string select, string expected)
    {
        var answer = await SendAsync(Tool(path) with { Select = select.Split(',', StringSplitOptions.RemoveEmptyEntries) }, arguments);

        Assert.Equal((expected.Replace("a b/c", "a b%2Fc", StringComparison.Ordinal), false, 200), (answer.Text, answer.IsFailure, answer.Status));
    }

    [Theory]
    [InlineData("", """{"id":7,"note":"x"}""", """{"id":7,"note":"x"}""")]
    [InlineData("""{"order":{"no":"{id}","text":"Order {id}","none":"{other}"}}""", """{"id":7}""", """{"order":{"no":7,"text":"Order 7","none":null}}""")]
    public async Task A_body_is_made_of_the_arguments(string body, string arguments, string expected)
    {
        var answer = await SendAsync(Tool("/orders") with { Method = "POST", Body = body }, arguments);

        Assert.Equal(expected, answer.Text);
    }

    [Theory]
    [InlineData("/moved", "redirect (302)")]
    [InlineData("/broken", "status 404. no such order")]
    [InlineData("/image", "image/png")]
    [InlineData("/orders/{id}", "id cannot be empty")]
    public async Task What_goes_wrong_is_told_in_words(string path, string words)
    {
        var answer = await SendAsync(Tool(path), "{}");

        Assert.True(answer.IsFailure);
        Assert.Contains(words, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_answer_is_read_in_part() => Assert.Equal(2048, (await SendAsync(Tool("/large"), "{}")).Text.Length);

    [Fact]
    public async Task A_service_that_does_not_answer_is_left_and_an_account_has_its_limit()
    {
        var slow = SendAsync(Tool("/slow") with { Timeout = TimeSpan.FromMilliseconds(300) }, "{}");
        var second = await SendAsync(Tool("/broken"), "{}");

        Assert.Equal("Too many requests of tools at the moment. Try again later.", second.Text);
        Assert.Equal("The service did not answer in time.", (await slow).Text);
    }

    [Fact]
    public async Task Without_the_operators_leave_a_private_host_is_not_reached()
    {
        var services = ToolRig.Services(_store, _trail!);
        var answer = await services.Client.SendAsync(new HttpToolCall(_account, Tool("/broken"), JsonElement.Parse("{}")), TestContext.Current.CancellationToken);

        Assert.True(answer is { IsFailure: true, Status: null });
        services.Outbound.Dispose();
    }

    [Fact]
    public async Task A_secret_header_goes_to_its_host_and_nowhere_else()
    {
        var tool = Tool("/orders/{id}") with { SecretHeaders = ["X-Key"], Select = ["/key"] };
        var missing = await SendAsync(tool, """{"id":"1"}""");
        await _services!.Secrets.SaveAsync(_account, AuditActor.System, new ToolSecretPlace(tool.Id.ToString(), HttpToolCheck.HostOf(tool)!, "X-Key"), "open sesame", default);

        Assert.Equal("A secret header of the tool has to be entered again by its owner.", missing.Text);
        Assert.Equal("\"open sesame\"", (await SendAsync(tool, """{"id":"1"}""")).Text);
        var moved = await SendAsync(tool with { Url = "http://localhost:1/{id}" }, """{"id":"1"}""");
        Assert.True(moved is { IsFailure: true, Status: null });
    }

    [Theory]
    [InlineData("https://shop.example.com/{id}", """{"properties":{"id":{}},"type":"object"}""", null)]
    [InlineData("https://shop.example.com/{id}", """{"type":"object"}""", "{id} is not among the arguments.")]
    [InlineData("https://{id}.example.com/", """{"type":"object"}""", "path and query only")]
    [InlineData("https://shop.example.com{id}/", """{"type":"object"}""", "path and query only")]
    [InlineData("https://10.0.0.1/", """{"type":"object"}""", "public internet")]
    [InlineData("https://shop.example.com/", "[]", "JSON Schema of type object")]
    public void A_tool_is_checked_before_it_is_saved(string url, string schema, string? problem)
    {
        var found = HttpToolCheck.FindProblem(ToolRig.Tool(url, schema), _services!.Outbound);

        Assert.True(problem is null ? found is null : found?.Contains(problem, StringComparison.Ordinal) is true, found);
    }

    private HttpTool Tool(string path) => ToolRig.Tool(_base + path);

    private Task<HttpToolAnswer> SendAsync(HttpTool tool, string arguments) =>
        _services!.Client.SendAsync(new HttpToolCall(_account, tool, JsonElement.Parse(arguments)), TestContext.Current.CancellationToken);
}
