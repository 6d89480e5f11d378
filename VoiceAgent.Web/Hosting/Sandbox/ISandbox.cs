using System.Text.Json.Nodes;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>The simulated providers, as this server needs them besides calling them.</summary>
internal interface ISandbox
{
    /// <summary>Each provider is below it, under its slug.</summary>
    Uri Address { get; }

    /// <summary>The key that the webhooks of the simulated Telnyx are verified with.</summary>
    Task<string> TelnyxPublicKeyAsync(CancellationToken cancellationToken);

    /// <summary>Sends the events of calls to a number to a webhook.</summary>
    Task ConnectAsync(string number, Uri webhook, CancellationToken cancellationToken);

    /// <summary>Makes a call and waits for its end.</summary>
    Task CallAsync(string number, Uri webhook, IReadOnlyList<string> lines, CancellationToken cancellationToken);
}

/// <summary>The sandbox of this process.</summary>
internal sealed class LocalSandbox(SandboxServer server) : ISandbox
{
    public Uri Address => server.Address;

    public Task<string> TelnyxPublicKeyAsync(CancellationToken cancellationToken) => Task.FromResult(server.Telnyx.PublicKey);

    public Task ConnectAsync(string number, Uri webhook, CancellationToken cancellationToken)
    {
        server.Telnyx.Connect(number, webhook);
        return Task.CompletedTask;
    }

    public Task CallAsync(string number, Uri webhook, IReadOnlyList<string> lines, CancellationToken cancellationToken) =>
        server.Phone.CallAsync(new PhoneScript { To = number, Lines = lines, Webhook = webhook }, cancellationToken);
}

/// <summary>A sandbox in another process of this machine, reached by its control API.</summary>
internal sealed class RemoteSandbox(Uri address) : ISandbox, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = address,
        Timeout = PhoneScript.LongestCall + TimeSpan.FromMinutes(1),
    };

    public Uri Address => address;

    public async Task<string> TelnyxPublicKeyAsync(CancellationToken cancellationToken)
    {
        var state = await _http.GetFromJsonAsync<JsonObject>(new Uri("control/state", UriKind.Relative), cancellationToken);
        return (string?)state?["telnyxPublicKey"] ?? throw new HttpRequestException($"The sandbox at {address} does not tell its Telnyx public key.");
    }

    public async Task ConnectAsync(string number, Uri webhook, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsJsonAsync(new Uri("control/numbers", UriKind.Relative), new { number, webhookUrl = webhook }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task CallAsync(string number, Uri webhook, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        await ConnectAsync(number, webhook, cancellationToken);
        using var answer = await _http.PostAsJsonAsync(new Uri("control/calls", UriKind.Relative), new { to = number, say = lines }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
