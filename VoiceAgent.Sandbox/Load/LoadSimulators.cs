using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// A sandbox whose recogniser, model and voice are those of load: they know each turn, time it and cost little. The carrier, the key
/// checks and everything else are the usual ones.
/// </summary>
internal sealed class LoadSimulators : IAsyncDisposable
{
    private LoadSimulators(SandboxServer server, LoadTimes times)
    {
        Server = server;
        Times = times;
    }

    public SandboxServer Server { get; }

    public LoadTimes Times { get; }

    public static async Task<LoadSimulators> StartAsync(int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var times = new LoadTimes();
        var recogniser = new LoadRecogniser(times, time);
        var model = new LoadModel(times, time);
        var voice = new LoadVoice(times, time);
        var options = new SandboxOptions
        {
            Port = port,
            RealisticDelays = false,
            Time = time,
            InterceptAsync = async http =>
            {
                var path = http.Request.Path.Value ?? string.Empty;
                var isSocket = http.WebSockets.IsWebSocketRequest;
                switch (path)
                {
                    case "/deepgram/v1/listen" when isSocket:
                        await EndsQuietlyAsync(recogniser.HandleAsync(http));
                        return true;
                    case "/openai/v1/chat/completions":
                        await EndsQuietlyAsync(model.HandleAsync(http));
                        return true;
                    default:
                        var isMulti = path.EndsWith("/multi-stream-input", StringComparison.Ordinal);
                        if (!isSocket || (!isMulti && !path.EndsWith("/stream-input", StringComparison.Ordinal)))
                        {
                            return false;
                        }

                        await EndsQuietlyAsync(voice.HandleAsync(http, isMulti));
                        return true;
                }
            },
        };
        return new LoadSimulators(await SandboxServer.StartAsync(options, cancellationToken), times);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // A server that is stopped, or gives an answer up, breaks its connections.
    private static async Task EndsQuietlyAsync(Task exchange)
    {
        try
        {
            await exchange;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException or BadHttpRequestException)
        {
        }
    }
}
