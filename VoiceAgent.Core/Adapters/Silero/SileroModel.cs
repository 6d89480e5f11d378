namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// Silero VAD v6.2 at 8 kHz, one for every call of the process. Judged by <see cref="SileroNetwork"/> as long as ONNX Runtime, asked at the
/// start about the same windows, agrees with it; otherwise by ONNX Runtime. Thread-safe.
/// </summary>
internal sealed class SileroModel : IDisposable
{
    public const int SampleRate = 8000;

    /// <summary>Samples of one window: 32 ms.</summary>
    public const int WindowLength = 256;

    /// <summary>Samples of the window before that the model looks back into.</summary>
    public const int ContextLength = 32;

    /// <summary>Probabilities that differ by less are the same: sums of floats depend on their order.</summary>
    public const float Tolerance = 1e-3f;

    private const int WindowsCompared = 40;

    private readonly OnnxSession? _session;
    private readonly SileroNetwork? _network;

    /// <param name="weights">The ONNX file.</param>
    public SileroModel(byte[] weights)
    {
        _session = new OnnxSession(weights);
        if (TryNetwork(weights) is { } network && Agree(network, _session))
        {
            _network = network;
            _session.Dispose();
            _session = null;
        }
    }

    /// <summary>Whether the network is judged by our own arithmetic.</summary>
    public bool IsOwn => _network is not null;

    /// <summary>A stream's memory; the caller disposes it.</summary>
    public ISileroStream Open() => _network is { } network ? new SileroStream(network) : new OnnxStream(_session!);

    public void Dispose() => _session?.Dispose();

    private static SileroNetwork? TryNetwork(byte[] weights)
    {
        try
        {
            return new SileroNetwork(weights);
        }
        catch (InvalidDataException)
        {
            // Another network in the file: the general runtime knows any.
            return null;
        }
    }

    // A sound that rises out of silence like a voice: harmonics of a gliding pitch.
    private static bool Agree(SileroNetwork network, OnnxSession session)
    {
        using var own = new SileroStream(network);
        using var other = new OnnxStream(session);
        for (var window = 0; window < WindowsCompared; window++)
        {
            for (var i = 0; i < WindowLength; i++)
            {
                var at = ((window * WindowLength) + i) / (float)SampleRate;
                var pitch = MathF.Tau * (110 + (40 * at)) * at;
                own.Window[i] = MathF.Min(at, 0.4f) * (MathF.Sin(pitch) + (0.5f * MathF.Sin(2 * pitch)) + (0.3f * MathF.Sin(5 * pitch))) / 2;
            }

            own.Window.CopyTo(other.Window);
            if (!(MathF.Abs(own.Judge() - other.Judge()) < Tolerance))
            {
                return false;
            }
        }

        return true;
    }
}
