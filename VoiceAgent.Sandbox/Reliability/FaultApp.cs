using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Load;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>The server under test, as any program reaches it. Thread-safe.</summary>
internal sealed class FaultApp(Uri address, TimeProvider time) : IDisposable
{
    private static readonly string[] Slugs = ["deepgram", "soniox", "assemblyai", "openai", "grok", "elevenlabs", "hume"];
    private static readonly TimeSpan UntilSaved = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };

    public void Dispose() => _http.Dispose();

    /// <summary>The number to call for the case of this number; the key of each provider is that number's.</summary>
    public static string PhoneNumber(int number) => string.Create(CultureInfo.InvariantCulture, $"+1202556{number:D4}");

    /// <summary>By what the shop's server knows the case of this number.</summary>
    public static string CallOf(int number) => string.Create(CultureInfo.InvariantCulture, $"case{number:D4}");

    /// <summary>Signs up an account with keys of two providers of each category, and an agent that takes the failing one first.</summary>
    /// <exception cref="LoadException">The server is not there or not in sandbox mode.</exception>
    public async Task<string> SignUpAsync(FaultCase which, int number, CancellationToken cancellationToken)
    {
        var target = which.Target;
        var order = (FaultPart part) => target.Order(part);
        var keys = Slugs.Where(slug => Enum.GetValues<FaultPart>().Any(part => order(part).Contains(slug)))
            .ToDictionary(slug => slug, slug => SandboxKeys.Valid(slug, number), StringComparer.Ordinal);
        keys["telnyx"] = SandboxKeys.Valid("telnyx");
        var request = new TrialRequest
        {
            Number = PhoneNumber(number),
            Keys = keys,
            SpeechToText = order(FaultPart.Listens),
            LanguageModel = order(FaultPart.Answers),
            TextToSpeech = order(FaultPart.Speaks),
            SpeechToTextModel = target.SpeechToTextModel,
            Model = target.Model,
            Instructions = FaultDialog.Instructions,
            Greeting = FaultDialog.Greeting,
            Tool = which.UsesTool ? CallOf(number) : null,
            Filler = FaultDialog.Filler,
        };
        try
        {
            using var answer = await _http.PostAsJsonAsync(new Uri("sandbox/accounts", UriKind.Relative), request, FaultAppJson.Default.TrialRequest, cancellationToken);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync(FaultAppJson.Default.TrialAccount, cancellationToken))!.Token
                : throw new LoadException($"The server at {address} makes no account: HTTP {(int)answer.StatusCode}. Start it with --Sandbox:Enabled=true.");
        }
        catch (HttpRequestException unreachable)
        {
            throw new LoadException($"The server at {address} cannot be reached: {unreachable.Message}");
        }
    }

    /// <summary>The account's only call, once it has ended and is saved; null when it does not come so far.</summary>
    public async Task<ToldCall?> EndedCallAsync(string token, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < UntilSaved)
        {
            var list = await GetAsync("api/v1/calls", token, FaultAppJson.Default.ToldCalls, cancellationToken);
            if (list.Calls is [{ EndedAt: not null } call])
            {
                return await GetAsync($"api/v1/calls/{call.Id}", token, FaultAppJson.Default.ToldCall, cancellationToken);
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }

        return null;
    }

    private async Task<T> GetAsync<T>(string path, string token, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync(type, cancellationToken))!
            : throw new LoadException($"The server at {address} answered {path} with HTTP {(int)answer.StatusCode}.");
    }
}

/// <summary>Body of the app's <c>POST /sandbox/accounts</c>.</summary>
internal sealed record TrialRequest
{
    public required string Number { get; init; }

    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    public required IReadOnlyList<string> SpeechToText { get; init; }

    public required IReadOnlyList<string> LanguageModel { get; init; }

    public required IReadOnlyList<string> TextToSpeech { get; init; }

    public string? SpeechToTextModel { get; init; }

    public string? Model { get; init; }

    public required string Instructions { get; init; }

    public required string Greeting { get; init; }

    /// <summary>Whom the agent's tool tells the shop's server that it asks for; null is an agent without a tool.</summary>
    public string? Tool { get; init; }

    public required string Filler { get; init; }
}

/// <summary>Answer of the app's <c>POST /sandbox/accounts</c>.</summary>
internal sealed record TrialAccount(string Number, string Token);

/// <summary>Answer of <c>GET /api/v1/calls</c>.</summary>
internal sealed record ToldCalls(IReadOnlyList<ListedCall> Calls);

internal sealed record ListedCall(string Id, DateTimeOffset? EndedAt, string? EndReason, string? Problem);

/// <summary>Answer of <c>GET /api/v1/calls/{id}</c>.</summary>
internal sealed record ToldCall(ListedCall Call, IReadOnlyList<ToldLine> Transcript, IReadOnlyList<ToldIncident> Incidents);

internal sealed record ToldLine(string Speaker, string Text);

internal sealed record ToldIncident(int AtMs, string Provider, string Kind, string? TakenOverBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TrialRequest))]
[JsonSerializable(typeof(TrialAccount))]
[JsonSerializable(typeof(ToldCalls))]
[JsonSerializable(typeof(ToldCall))]
internal sealed partial class FaultAppJson : JsonSerializerContext;
