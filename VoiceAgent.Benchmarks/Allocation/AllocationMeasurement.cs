using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Adapters.Silero;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Failover.Listening;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Benchmarks.Allocation;

/// <summary>
/// Managed bytes for each 20 ms frame in the stages of a call, beside a plain way of doing the same: <c>-- allocation --json -</c>. The
/// sockets themselves are left out here; the load generator shows whole calls, sockets and turns included.
/// </summary>
internal static class AllocationMeasurement
{
    private const int Frames = 20_000;
    private const int WarmUp = 2_000;

    private static readonly byte[] Voice = Enumerable.Range(0, 160).Select(i => G711.EncodeMulaw((short)(6000 * Math.Sin(i / 5.0)))).ToArray();

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(
        $$$"""{"event":"media","sequence_number":"4","stream_id":"32de0dea-53cb-4b21-89a4-9e1819c043bc","media":{"track":"inbound","chunk":"0","timestamp":"5","payload":"{{{Convert.ToBase64String(Voice)}}}"}}""");

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new TelephonyMetrics(services.GetRequiredService<IMeterFactory>());
        var results = new List<StageResult>
        {
            new("receive: media socket to frame", await ReceiveAsync(metrics), Naive(ReceivePlainly)),
            new("send: frame to media socket", await SendAsync(metrics), Naive(SendPlainly)),
            new("caller's audio kept for the recogniser and read again", await RingAsync(), Naive(CopyPlainly)),
        };
        if (SileroDetectors.Load(SileroWeights.DefaultPath) is SileroDetectors silero)
        {
            using (silero)
            using (var detector = silero.Create(AudioFormat.Pcmu))
            {
                results.Add(new("voice activity", Measure(() => detector.Process(new AudioFrame(Voice, AudioFormat.Pcmu))), null));
            }
        }

        JsonTarget.Write(new { frames = Frames, stages = results, bothWays = results.Sum(stage => stage.BytesPerFrame) }, options);
        return 0;
    }

    private static async Task<double> ReceiveAsync(TelephonyMetrics metrics)
    {
        using var stream = await OpenAsync(metrics, WarmUp + Frames);
        var (count, before) = (0, 0L);
        await foreach (var media in stream.ReceiveAsync(CancellationToken.None))
        {
            before = ++count == WarmUp ? GC.GetTotalAllocatedBytes(precise: true) : before;
            if (count == WarmUp + Frames)
            {
                return PerFrame(before);
            }
        }

        throw new InvalidOperationException("The stream ended early.");
    }

    private static async Task<double> SendAsync(TelephonyMetrics metrics)
    {
        using var stream = await OpenAsync(metrics, 0);
        var before = 0L;
        for (var frame = 0; frame < WarmUp + Frames; frame++)
        {
            before = frame == WarmUp ? GC.GetTotalAllocatedBytes(precise: true) : before;
            await stream.SendAudioAsync(Voice, CancellationToken.None);
        }

        return PerFrame(before);
    }

    private static async Task<double> RingAsync()
    {
        using var ring = new AudioRing(AudioFormat.Pcmu);
        using var reader = ring.Open();
        var before = 0L;
        for (var frame = 0; frame < WarmUp + Frames; frame++)
        {
            before = frame == WarmUp ? GC.GetTotalAllocatedBytes(precise: true) : before;
            var next = reader.ReadAsync(CancellationToken.None);
            ring.Write(Voice);
            await next;
        }

        return PerFrame(before);
    }

    private static async Task<TelnyxMediaStream> OpenAsync(TelephonyMetrics metrics, int frames)
    {
        var start = """{"event":"start","start":{"call_control_id":"any","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}""";
        var socket = new ScriptedWebSocket(Encoding.UTF8.GetBytes(start), 1) { Then = (Text, frames) };
        var handshake = await TelnyxMediaStream.AcceptAsync(socket, metrics, TimeProvider.System, CancellationToken.None);
        return (TelnyxMediaStream)handshake!.Stream!;
    }

    private static double? Naive(Action step) => Measure(step);

    private static double Measure(Action step)
    {
        var before = 0L;
        for (var frame = 0; frame < WarmUp + Frames; frame++)
        {
            before = frame == WarmUp ? GC.GetTotalAllocatedBytes(precise: true) : before;
            step();
        }

        return PerFrame(before);
    }

    private static double PerFrame(long before) => double.Round((double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Frames, 1);

    private static void ReceivePlainly()
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(Text));
        _ = Convert.FromBase64String(document.RootElement.GetProperty("media").GetProperty("payload").GetString()!);
    }

    private static void SendPlainly() => _ = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { @event = "media", media = new { payload = Convert.ToBase64String(Voice) } }));

    private static void CopyPlainly() => _ = new MemoryStream(Voice.ToArray()).ToArray();

    private sealed record StageResult(string Stage, double BytesPerFrame, double? PlainBytesPerFrame);
}
