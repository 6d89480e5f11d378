using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using VoiceAgent.Core.Adapters.Telnyx;

namespace VoiceAgent.Benchmarks;

/// <summary>
/// Reading one 20 ms media frame, which happens fifty times a second and call: our reader, which makes no objects, beside
/// <see cref="JsonDocument"/>.
/// </summary>
[MemoryDiagnoser]
public class MediaFrameBenchmarks
{
    private readonly byte[] _payload = new byte[1024];
    private readonly byte[] _frame = Encoding.UTF8.GetBytes(
        $$$"""{"event":"media","sequence_number":"4","stream_id":"32de0dea-53cb-4b21-89a4-9e1819c043bc","media":{"track":"inbound","chunk":"2","timestamp":"5","payload":"{{{Convert.ToBase64String(new byte[160])}}}"}}""");

    [Benchmark]
    public int OwnReader() => TelnyxMediaMessage.TryParse(_frame, _payload, out var message) ? message.PayloadLength : -1;

    [Benchmark(Baseline = true)]
    public int Document()
    {
        using var document = JsonDocument.Parse(_frame);
        var media = document.RootElement.GetProperty("media");
        return media.GetProperty("payload").GetBytesFromBase64().Length + media.GetProperty("chunk").GetString()!.Length;
    }
}
