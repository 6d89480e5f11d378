using Microsoft.ML.OnnxRuntime;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// A stream judged by ONNX Runtime: two states of 2 × 128 floats that take turns, one window with its context, one verdict, all of it
/// bound once.
/// </summary>
internal sealed class OnnxStream : ISileroStream
{
    private const int StateLength = 2 * 128;

    private readonly OnnxSession _session;
    private readonly float[] _window = new float[SileroModel.ContextLength + SileroModel.WindowLength];
    private readonly float[] _probability = new float[1];
    private readonly OrtValue[] _values;
    private readonly OrtIoBinding _binding;
    private readonly OrtIoBinding _nextBinding;
    private bool _isSwapped;

    public OnnxStream(OnnxSession session)
    {
        _session = session;
        var window = OrtValue.CreateTensorValueFromMemory(_window, [1, _window.Length]);
        var rate = OrtValue.CreateTensorValueFromMemory(new[] { (long)SileroModel.SampleRate }, []);
        var probability = OrtValue.CreateTensorValueFromMemory(_probability, [1, 1]);
        var state = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        var other = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        _values = [window, rate, probability, state, other];
        _binding = session.Bind(window, rate, state, probability, other);
        _nextBinding = session.Bind(window, rate, other, probability, state);
    }

    public Span<float> Window => _window.AsSpan(SileroModel.ContextLength);

    public float Judge()
    {
        _session.Run(_isSwapped ? _nextBinding : _binding);
        _isSwapped = !_isSwapped;
        Pass();
        return _probability[0];
    }

    public void Pass() => _window.AsSpan(SileroModel.WindowLength).CopyTo(_window);

    public void Dispose()
    {
        _binding.Dispose();
        _nextBinding.Dispose();
        foreach (var value in _values)
        {
            value.Dispose();
        }
    }
}
