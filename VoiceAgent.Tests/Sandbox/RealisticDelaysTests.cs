using System.Net.Http.Headers;
using System.Text;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox;

[Trait("Kind", "Adapter")]
public sealed class RealisticDelaysTests : IAsyncLifetime
{
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(5);

    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await SandboxServer.StartAsync(new SandboxOptions { BuiltInVoice = true }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_model_thinks_before_its_first_word_and_then_speaks_word_by_word()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.AddressOf("openai")}/v1/chat/completions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxKeys.Valid("openai"));
        request.Content = new StringContent(
            """{"model":"gpt-4.1-mini","messages":[{"role":"user","content":"No"}],"stream":true}""", Encoding.UTF8, "application/json");
        var start = TimeProvider.System.GetTimestamp();

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var toFirst = TimeProvider.System.GetElapsedTime(start);
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var total = TimeProvider.System.GetElapsedTime(start);

        var words = rest.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Length - 2;
        Assert.True(toFirst >= TimeSpan.FromMilliseconds(250) - TimerSlack);
        Assert.True(words > 0);
        Assert.True(total >= TimeSpan.FromMilliseconds(250) - TimerSlack + (words * (TimeSpan.FromMilliseconds(20) - TimerSlack)));
    }

    [Fact]
    public async Task A_voice_needs_a_moment_and_is_then_faster_than_its_speech()
    {
        const string Text = "Good morning, this is a sentence that takes several seconds to speak, because it goes on and on. ";
        var speech = await _server.Voice.SpeakAsync(Text, TestContext.Current.CancellationToken);
        using var client = await SandboxSocketClient.ConnectAsync(
            _server,
            "elevenlabs",
            "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream-input?model_id=eleven_flash_v2_5&output_format=ulaw_8000&auto_mode=true",
            options => options.SetRequestHeader("xi-api-key", SandboxKeys.Valid("elevenlabs")));
        await client.SendAsync("""{"text":" "}""");

        var start = TimeProvider.System.GetTimestamp();
        await client.SendAsync($$"""{"text":"{{Text}}"}""");
        await client.SendAsync("""{"text":""}""");
        Assert.NotNull(await client.NextTextAsync());
        var toFirst = TimeProvider.System.GetElapsedTime(start);
        await client.RestAsync();

        Assert.True(toFirst >= TimeSpan.FromMilliseconds(120) - TimerSlack);
        Assert.True(TimeProvider.System.GetElapsedTime(start) - toFirst < TimeSpan.FromSeconds(speech.Samples.Length / 8000.0));
    }
}
