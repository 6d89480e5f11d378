using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Benchmarks.Listening;

/// <summary>
/// What a 20 ms frame of a silent caller costs on its way to each simulated speech-to-text provider, which runs in a process of its own:
/// <c>-- listening</c>. Prints one JSON object. Nova and Flux report during silence too; what reading that costs is in the figure.
/// </summary>
internal static class ListeningMeasurement
{
    /// <summary>The argument with which the simulators' process is started.</summary>
    public const string SandboxArgument = "listening-sandbox";

    private const int WarmUp = 1_000;
    private const int Frames = 10_000;

    // Fifty times as fast as a call, which leaves the socket time to take each frame.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(0.4);

    public static async Task<int> RunAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, SandboxArgument)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var sandbox = Process.Start(start) ?? throw new InvalidOperationException("The simulators did not start.");
        var address = new Uri(await sandbox.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulators did not start."));
        using var transport = new ProviderTransports(TimeProvider.System);
        var results = new List<object>();
        foreach (var stream in (Measured[])
        [
            new("Deepgram nova, mu-law", ProviderName.Deepgram, null, AudioFormat.Pcmu),
            new("Deepgram Flux, mu-law", ProviderName.Deepgram, "flux-general-en", AudioFormat.Pcmu),
            new("Soniox, mu-law", ProviderName.Soniox, null, AudioFormat.Pcmu),
            new("AssemblyAI, mu-law", ProviderName.AssemblyAI, null, AudioFormat.Pcmu),
            new("AssemblyAI, A-law", ProviderName.AssemblyAI, null, AudioFormat.Pcma),
        ])
        {
            results.Add(await MeasureAsync(stream, address, transport));
        }

        Console.WriteLine(JsonSerializer.Serialize(new { frames = Frames - WarmUp, streams = results }));
        sandbox.StandardInput.Close();
        await sandbox.WaitForExitAsync();
        return 0;
    }

    /// <summary>Runs the simulators until the standard input ends; prints their address.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, CancellationToken.None);
        Console.WriteLine(server.Address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<object> MeasureAsync(Measured stream, Uri sandbox, ProviderTransports transport)
    {
        var (name, provider, model, format) = stream;
        var slug = ProviderCatalog.Get(provider).Slug;
        var address = new Uri(sandbox, slug);
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "sandbox") });
        using var key = new KeyLease(AccountId.New(), provider, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid(slug)));
        ISpeechToTextFactory factory = provider switch
        {
            ProviderName.Soniox => new SonioxFactory(endpoints, transport, TimeProvider.System),
            ProviderName.AssemblyAI => new AssemblyAIFactory(endpoints, transport, TimeProvider.System),
            _ => new DeepgramFactory(endpoints, transport, TimeProvider.System),
        };
        var options = new SpeechToTextOptions { Format = format, Language = "en-US", Model = model };
        var used = new Used();
        await foreach (var speech in factory.Create(key).TranscribeAsync(SilenceAsync(format, used, CancellationToken.None), options, CancellationToken.None))
        {
            throw new InvalidOperationException($"Silence was heard as {speech.GetType().Name}.");
        }

        return new
        {
            name,
            bytesPerFrame = double.Round((double)used.Bytes / (Frames - WarmUp), 1),
        };
    }

    private static async IAsyncEnumerable<AudioFrame> SilenceAsync(AudioFormat format, Used used, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var silence = Enumerable.Repeat(format.SilenceByte, format.BytesFor(TimeSpan.FromMilliseconds(20))).ToArray();
        for (var frame = 0; frame < Frames && !cancellationToken.IsCancellationRequested; frame++)
        {
            if (frame == WarmUp)
            {
                await Task.Yield();
                used.Bytes = -GC.GetTotalAllocatedBytes(precise: true);
            }

            var sent = TimeProvider.System.GetTimestamp();
            yield return new AudioFrame(silence, format);
            while (TimeProvider.System.GetElapsedTime(sent) < Pace)
            {
                // A timer of its own would be counted.
                Thread.SpinWait(20);
            }
        }

        used.Bytes += GC.GetTotalAllocatedBytes(precise: true);
    }

    private sealed record Measured(string Name, ProviderName Provider, string? Model, AudioFormat Format);

    private sealed class Used
    {
        public long Bytes { get; set; }
    }
}
