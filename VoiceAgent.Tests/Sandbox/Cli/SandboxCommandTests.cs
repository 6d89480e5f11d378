using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Sandbox.Cli;
using VoiceAgent.Tests.Sandbox.Phone;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Cli;

[Trait("Kind", "Adapter")]
public sealed class SandboxCommandTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private TelnyxFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("call", "Say what to call: --app with --demo, or --sandbox with --to.")]
    [InlineData("call --demo", "--demo needs --app")]
    [InlineData("call --app nowhere --demo", "--app must be an address such as http://127.0.0.1:5080.")]
    [InlineData("call --app http://127.0.0.1:1 --demo --codec opus", "opus")]
    [InlineData("call --app http://127.0.0.1:1 --demo --fault deepgram", "A fault is provider:kind, such as deepgram:close@2.")]
    [InlineData("call --app http://127.0.0.1:1 --demo --timeout 301", "--timeout must be up to 300 seconds.")]
    [InlineData("serve --port 99999", "--port must be 0 to 65535.")]
    [InlineData("dance", "dance")]
    public async Task Wrong_usage_is_told_with_exit_code_2(string arguments, string message)
    {
        Assert.Equal(2, await RunAsync(arguments.Split(' ')));
        Assert.Contains(message, _error.ToString());
    }

    [Fact]
    public async Task Help_names_the_options()
    {
        Assert.Equal(0, await RunAsync("call", "--help"));

        Assert.Contains("--barge-in", _output.ToString());
        Assert.Contains("Exit code 0 only if every line was answered.", _output.ToString());
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_told_with_exit_code_3()
    {
        Assert.Equal(3, await RunAsync("call", "--app", "http://127.0.0.1:1", "--demo", "--say", "Hello", "--json", "-"));
        Assert.StartsWith("The app at http://127.0.0.1:1/ cannot be reached:", _error.ToString());
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task An_app_without_sandbox_mode_is_told()
    {
        await using var app = await StartAppAsync(http => Respond(http, 404, string.Empty));

        Assert.Equal(3, await RunAsync("call", "--app", app.Urls.First(), "--demo", "--say", "Hello"));
        Assert.Contains("is not in sandbox mode", _error.ToString());
    }

    [Fact]
    public async Task A_demo_call_prints_one_JSON_object_and_succeeds()
    {
        _fixture.App.AnswersEveryCall().OnMedia = await FakeAgent.SpeakingAsync(_fixture.Sandbox.Voice, ["Hello.", "At nine."]);
        await using var app = await StartDemoAsync();

        var exitCode = await RunAsync("call", "--app", app.Urls.First(), "--demo", "--say", "What's the time?", "--json", "-");

        Assert.Equal((0, string.Empty), (exitCode, _error.ToString()));
        var text = _output.ToString();
        Assert.StartsWith("""{"answered":true,"turns":[{"caller":"What's the time?","agent":"At nine.","voiceToVoiceMs":""", text);
        using var report = JsonDocument.Parse(text);
        Assert.Equal("caller_hung_up", report.RootElement.GetProperty("endReason").GetString());
        Assert.Equal(0, report.RootElement.GetProperty("bargeIns").GetInt32());
        Assert.True(report.RootElement.GetProperty("turns")[0].GetProperty("voiceToVoiceMs").GetInt32() > 0);
    }

    [Fact]
    public async Task A_call_that_is_not_answered_has_exit_code_1_and_still_a_report()
    {
        _fixture.App.Statuses.Enqueue(403);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json");
        try
        {
            var exitCode = await RunAsync(
                "call", "--sandbox", _fixture.Sandbox.Address.OriginalString, "--to", TelnyxFixture.Number, "--say", "Hello", "--timeout", "0.3", "--json", file);

            Assert.Equal(1, exitCode);
            Assert.StartsWith("""{"answered":false,"turns":[],"endReason":"timeout","bargeIns":0""", await File.ReadAllTextAsync(file));
            Assert.StartsWith("The app did not answer the call.", _error.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_order_the_sandbox_refuses_is_told()
    {
        Assert.Equal(3, await RunAsync("call", "--sandbox", _fixture.Sandbox.Address.OriginalString, "--to", "12"));
        Assert.StartsWith("The sandbox refused the call: The number to call must be written as +E.164", _error.ToString());
    }

    [Fact]
    public async Task The_faults_of_a_call_hold_while_it_runs_and_no_longer()
    {
        _fixture.Sandbox.Faults.Add("openai:429");
        var running = RunAsync(
            "call", "--sandbox", _fixture.Sandbox.Address.OriginalString, "--to", TelnyxFixture.Number, "--timeout", "1",
            "--fault", "deepgram:close@2", "--fault", "openai:429");
        await _fixture.App.RingingAsync();

        Assert.Equal(["deepgram", "openai", "openai"], _fixture.Sandbox.Faults.Active.Select(fault => fault.Provider).Order());
        await running;
        Assert.Equal(["openai"], _fixture.Sandbox.Faults.Active.Select(fault => fault.Provider));
    }

    [Fact]
    public async Task Serve_prints_addresses_keys_and_the_public_key_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var running = SandboxCommand.RunAsync(["serve"], _output, _error, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Contains("KEYSANDBOX", _output.ToString());
        Assert.Contains("Telnyx public key: ", _output.ToString());
    }

    private static async Task Respond(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json));
    }

    private static async Task<WebApplication> StartAppAsync(Func<HttpContext, Task> demo)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/sandbox/demo", (RequestDelegate)(http => demo(http)));
        await app.StartAsync();
        return app;
    }

    private Task<WebApplication> StartDemoAsync() => StartAppAsync(http => Respond(
        http, 200, $$"""{"number":"{{TelnyxFixture.Number}}","sandbox":"{{_fixture.Sandbox.Address.OriginalString.TrimEnd('/')}}"}"""));

    private Task<int> RunAsync(params string[] arguments) => SandboxCommand.RunAsync(arguments, _output, _error, CancellationToken.None);
}
