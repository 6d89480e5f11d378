using Microsoft.ML.OnnxRuntime;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// The model's memory of one audio stream: two states of 2 × 128 floats that take turns, one window with its context, one verdict. All
/// of it is made once; judging a window makes no managed copy. Not thread-safe.
/// </summary>
internal sealed class SileroStream : IDisposable
{
    private const int StateLength = 2 * 128;

    private readonly SileroModel _model;
    private readonly float[] _window = new float[SileroModel.ContextLength + SileroModel.WindowLength];
    private readonly float[] _probability = new float[1];
    private readonly OrtValue[] _values;
    private readonly OrtIoBinding _binding;
    private readonly OrtIoBinding _nextBinding;
    private bool _isSwapped;

    public SileroStream(SileroModel model)
    {
        _model = model;
        var window = OrtValue.CreateTensorValueFromMemory(_window, [1, _window.Length]);
        var rate = OrtValue.CreateTensorValueFromMemory(new[] { (long)SileroModel.SampleRate }, []);
        var probability = OrtValue.CreateTensorValueFromMemory(_probability, [1, 1]);
        var state = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        var other = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        _values = [window, rate, probability, state, other];
        _binding = model.Bind(window, rate, state, probability, other);
        _nextBinding = model.Bind(window, rate, other, probability, state);
    }

    /// <summary>Where the next 256 samples go, from −1 to 1.</summary>
    public Span<float> Window => _window.AsSpan(SileroModel.ContextLength);

    /// <summary>Probability from 0 to 1 that the window holds a voice.</summary>
    public float Judge()
    {
        _model.Run(_isSwapped ? _nextBinding : _binding);
        _isSwapped = !_isSwapped;
        Pass();
        return _probability[0];
    }

    /// <summary>Goes on to the next window without judging this one; the model's memory stays as it is.</summary>
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
