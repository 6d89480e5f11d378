using Microsoft.ML.OnnxRuntime;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// The model in ONNX Runtime: input [1, 32 + 256] (the last 32 samples of the window before come first), state [2, 1, 128], rate as an
/// int64 scalar; output the probability of voice and the next state. One session serves every stream: running it keeps no state between
/// them and is safe from many threads.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <param name="weights">The ONNX file.</param>
    public OnnxSession(byte[] weights)
    {
        // One thread a run: calls run beside each other, and a window takes some 50 µs.
        using var options = new SessionOptions
        {
            InterOpNumThreads = 1,
            IntraOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        _session = new InferenceSession(weights, options);
    }

    /// <summary>Ties a stream's memory to the model's names once, so that judging a window makes nothing. The caller disposes it.</summary>
    public OrtIoBinding Bind(OrtValue window, OrtValue rate, OrtValue state, OrtValue probability, OrtValue nextState)
    {
        var binding = _session.CreateIoBinding();
        binding.BindInput("input", window);
        binding.BindInput("state", state);
        binding.BindInput("sr", rate);
        binding.BindOutput("output", probability);
        binding.BindOutput("stateN", nextState);
        return binding;
    }

    /// <summary>Judges one window.</summary>
    public void Run(OrtIoBinding binding) => _session.RunWithBinding(_options, binding);

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
