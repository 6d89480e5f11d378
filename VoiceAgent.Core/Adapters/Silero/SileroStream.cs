namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>A stream judged by <see cref="SileroNetwork"/>: 2 × 128 floats and a window with its context.</summary>
internal sealed class SileroStream(SileroNetwork network) : ISileroStream
{
    private readonly float[] _window = new float[SileroModel.ContextLength + SileroModel.WindowLength];
    private readonly float[] _state = new float[SileroNetwork.StateLength];

    public Span<float> Window => _window.AsSpan(SileroModel.ContextLength);

    public float Judge()
    {
        var probability = network.Judge(_window, _state);
        Pass();
        return probability;
    }

    public void Pass() => _window.AsSpan(SileroModel.WindowLength).CopyTo(_window);

    public void Dispose()
    {
    }
}
