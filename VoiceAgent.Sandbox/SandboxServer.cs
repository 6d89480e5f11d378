namespace VoiceAgent.Sandbox;

/// <summary>
/// All simulated providers on one loopback address, each under its own path (<c>/deepgram</c>, <c>/openai</c>, …), and the
/// simulated phone. Start it, point the providers' base addresses at <see cref="AddressOf"/>, dispose it.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private SandboxServer(Uri address) => Address = address;

    /// <summary>http://127.0.0.1:port.</summary>
    public Uri Address { get; }

    /// <summary>Base address of a provider's HTTP API and sockets, by its slug.</summary>
    public Uri AddressOf(string slug) => new(Address, slug);

    public static Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        _ = options;
        return Task.FromResult(new SandboxServer(new Uri("http://127.0.0.1:0")));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>How to start the sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Typical thinking times of real providers; off answers as fast as it can.</summary>
    public bool RealisticDelays { get; init; } = true;
}
