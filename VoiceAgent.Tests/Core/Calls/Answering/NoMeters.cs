using System.Diagnostics.Metrics;

namespace VoiceAgent.Tests.Core.Calls.Answering;

/// <summary>Meters that nobody reads.</summary>
internal sealed class NoMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
