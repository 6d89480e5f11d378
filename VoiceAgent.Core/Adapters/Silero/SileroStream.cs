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
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _nextInputs;
    private readonly OrtValue[] _outputs;
    private readonly OrtValue[] _nextOutputs;
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
        _inputs = [window, state, rate];
        _outputs = [probability, other];
        _nextInputs = [window, other, rate];
        _nextOutputs = [probability, state];
    }

    /// <summary>Where the next 256 samples go, from −1 to 1.</summary>
    public Span<float> Window => _window.AsSpan(SileroModel.ContextLength);

    /// <summary>Probability from 0 to 1 that the window holds a voice.</summary>
    public float Judge()
    {
        if (_isSwapped)
        {
            _model.Run(_nextInputs, _nextOutputs);
        }
        else
        {
            _model.Run(_inputs, _outputs);
        }

        _isSwapped = !_isSwapped;
        _window.AsSpan(SileroModel.WindowLength).CopyTo(_window);
        return _probability[0];
    }

    public void Dispose()
    {
        foreach (var value in _values)
        {
            value.Dispose();
        }
    }
}
