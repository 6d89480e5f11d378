using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VoiceAgent.Sandbox.Control;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Sandbox.Cli;

/// <summary>Speaks to a running app and to its sandbox; every failure is told in words.</summary>
internal sealed class SandboxClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        // A call, its ringing, and the speech made beforehand.
        Timeout = PhoneScript.LongestCall + TimeSpan.FromMinutes(1),
    };

    /// <summary>Asks the app for its demo account.</summary>
    /// <exception cref="SandboxClientException">The app is not there, or not in sandbox mode.</exception>
    public async Task<DemoAccount> PrepareDemoAsync(Uri app, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(app, "sandbox/demo")), "The app", app, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await ReadAsync(answer, ClientJson.Default.DemoAccount, "The app", cancellationToken),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => throw new SandboxClientException(
                $"The app at {app} is not in sandbox mode. Start it in Development, where it runs the sandbox itself."),
            _ => throw new SandboxClientException($"The app at {app} could not prepare the demo account: HTTP {(int)answer.StatusCode}."),
        };
    }

    /// <summary>Makes the call and waits for its report.</summary>
    /// <exception cref="SandboxClientException">The sandbox is not there, or refuses the order.</exception>
    public async Task<PhoneReport> CallAsync(Uri sandbox, CallOrder order, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox, "control/calls"))
        {
            Content = JsonContent.Create(order, ControlJson.Default.CallOrder),
        };
        using var answer = await SendAsync(request, "The sandbox", sandbox, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return await ReadAsync(answer, PhoneJson.Default.PhoneReport, "The sandbox", cancellationToken);
        }

        var refusal = await ReadAsync(answer, ControlJson.Default.ControlError, "The sandbox", cancellationToken);
        throw new SandboxClientException($"The sandbox refused the call: {refusal.Error}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string who, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            {
                return await _http.SendAsync(request, cancellationToken);
            }
        }
        catch (HttpRequestException e)
        {
            throw new SandboxClientException($"{who} at {address} cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxClientException($"{who} at {address} did not answer in time.", e);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, string who, CancellationToken cancellationToken)
    {
        try
        {
            if (await answer.Content.ReadFromJsonAsync(type, cancellationToken) is { } value)
            {
                return value;
            }
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            throw new SandboxClientException($"{who} answered HTTP {(int)answer.StatusCode} with something this command cannot read.", e);
        }

        throw new SandboxClientException($"{who} answered HTTP {(int)answer.StatusCode} with nothing.");
    }
}

/// <summary>Answer of the app's <c>POST /sandbox/demo</c>.</summary>
/// <param name="Number">The demo agent's number.</param>
/// <param name="Sandbox">The sandbox that carries its calls.</param>
internal sealed record DemoAccount(string Number, Uri Sandbox);

/// <summary>Why the call could not be made, in words for the person at the keyboard.</summary>
internal sealed class SandboxClientException : Exception
{
    public SandboxClientException(string message)
        : base(message)
    {
    }

    public SandboxClientException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DemoAccount))]
internal sealed partial class ClientJson : JsonSerializerContext;
