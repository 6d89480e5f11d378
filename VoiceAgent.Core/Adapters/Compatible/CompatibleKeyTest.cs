using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Core.Adapters.Compatible;

/// <summary>
/// <c>POST /chat/completions</c> for a single token: many servers tell their models to everybody, so that only an answer proves the key. What a
/// token costs is all that it costs.
/// </summary>
internal sealed class CompatibleKeyTest(KeyTestClient client, ProviderEndpoints endpoints) : IKeyTest
{
    public const string HttpClientName = "Compatible.KeyTest";

    public ProviderName Provider => ProviderName.Compatible;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var server = endpoints.ServerOf(key);
        var question = new CompatibleQuestion(server.DefaultModel, [new CompatibleWords("user", "Hi")], 1, false);
        var body = JsonSerializer.SerializeToUtf8Bytes(question, CompatibleJson.Default.CompatibleQuestion);
        var answer = await client.PostAsync(
            HttpClientName, key, endpoint => endpoint.Http(CompatibleDialect.ChatPath), body, CompatibleKey.HeaderOf(server), cancellationToken);
        if (answer.IsSuccess)
        {
            return answer.Read(CompatibleJson.Default.CompatibleAnswer) is { Choices.Count: > 0 }
                ? new KeyTestResult(KeyVerdict.Valid, server.RequiresKey ? $"{server.Name} accepted the key." : $"{server.Name} answered.")
                : new KeyTestResult(KeyVerdict.CouldNotCheck, $"{server.Name} answered with something that is no completion. Tell the operator.") { Obstacle = KeyTestObstacle.Unclear };
        }

        return Judge(server, answer);
    }

    private static KeyTestResult Judge(CompatibleServer server, KeyTestAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when server.RequiresKey =>
            new KeyTestResult(KeyVerdict.Invalid, $"{server.Name} refused the key. Check that it was copied whole and is still active, or get a new one."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new KeyTestResult(KeyVerdict.Invalid, $"{server.Name} wants a key after all. Tell the operator, who has set it up as a server without keys."),
        HttpStatusCode.PaymentRequired =>
            new KeyTestResult(KeyVerdict.QuotaExceeded, $"The key is right, but its account at {server.Name} has no credit left. Add credit there, then test again."),
        HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity =>
            new KeyTestResult(KeyVerdict.CouldNotCheck, $"{server.Name} does not answer with the model {server.DefaultModel}. Tell the operator, who has set that model.") { Obstacle = KeyTestObstacle.Unclear },
        _ => KeyTestResults.CouldNotCheck(ProviderName.Compatible, answer),
    };
}

/// <summary>How a key goes to a server: as a bearer token, or not at all.</summary>
internal static class CompatibleKey
{
    public static Action<HttpRequestHeaders, string> HeaderOf(CompatibleServer server) =>
        server.RequiresKey ? KeyHeader.Scheme("Bearer") : static (_, _) => { };
}

/// <summary><c>{"model":"…","messages":[{"role":"user","content":"Hi"}],"max_tokens":1,"stream":false}</c></summary>
internal sealed record CompatibleQuestion(string Model, IReadOnlyList<CompatibleWords> Messages, int MaxTokens, bool Stream);

internal sealed record CompatibleWords(string Role, string Content);

/// <summary><c>{"choices":[{…}],…}</c></summary>
internal sealed record CompatibleAnswer(IReadOnlyList<JsonElement>? Choices);

/// <summary><c>{"object":"list","data":[{"id":"llama3.1:8b","object":"model",…}]}</c></summary>
internal sealed record CompatibleModels(IReadOnlyList<CompatibleModel>? Data);

internal sealed record CompatibleModel(string? Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CompatibleQuestion))]
[JsonSerializable(typeof(CompatibleAnswer))]
[JsonSerializable(typeof(CompatibleModels))]
internal sealed partial class CompatibleJson : JsonSerializerContext;
