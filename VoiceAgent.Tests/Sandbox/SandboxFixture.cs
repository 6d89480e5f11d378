using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Sandbox;

/// <summary>A sandbox without thinking times, with the built-in voice, for the tests of one class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync() => Server = await SandboxServer.StartAsync(
        new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Speaks a text as a simulated caller does, so that it can be recognised.</summary>
    public async Task<SynthesizedSpeech> SayAsync(string text)
    {
        var speech = await Server.Voice.SpeakAsync(text, TestContext.Current.CancellationToken);
        Server.Utterances.Register(speech);
        return speech;
    }

    public async Task<SandboxAnswer> SendAsync(HttpMethod method, string slug, string pathAndQuery, (string Name, string Value)? header = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Server.AddressOf(slug)}{pathAndQuery}");
        if (header is { } named)
        {
            request.Headers.Add(named.Name, named.Value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new SandboxAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers, response.Content.Headers.ContentType?.ToString());
    }
}

public sealed record SandboxAnswer(int Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}
