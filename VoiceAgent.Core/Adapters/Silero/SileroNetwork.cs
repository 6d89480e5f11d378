using System.Numerics.Tensors;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// The 8 kHz network of Silero VAD v6.2 on its own weights, for one window at a time: of 32 + 256 samples, extended by the mirror image of
/// the last 32, the magnitudes of four spectra of 128 samples, 64 apart; four convolutions of three taps, each with ReLU (65 → 128,
/// 128 → 64 and 64 → 64 by steps of two, 64 → 128), which leave one column; an LSTM cell of 128; ReLU, a weighted sum and a sigmoid. The
/// general runtime spends most of such a window on passing hundreds of little operations around. Immutable, thread-safe.
/// </summary>
internal sealed class SileroNetwork
{
    /// <summary>Floats that a stream carries from one window to the next: hidden state, then cell.</summary>
    public const int StateLength = 2 * Cell;

    private const int InputLength = SileroModel.ContextLength + SileroModel.WindowLength;
    private const int Mirrored = 32;
    private const int Filter = 128;
    private const int Step = 64;
    private const int Columns = 4;
    private const int Bins = 65;
    private const int Cell = 128;
    private const string Branch = "If_0_else_branch__Inline_0__";

    private readonly SileroLayer _spectrum;
    private readonly SileroLayer _first;
    private readonly SileroLayer _second;
    private readonly SileroLayer _third;
    private readonly SileroLayer _fourth;
    private readonly SileroLayer _gates;
    private readonly float[] _decoder;
    private readonly float _decoderBias;

    /// <param name="onnx">The file.</param>
    /// <exception cref="InvalidDataException">It holds another network.</exception>
    public SileroNetwork(ReadOnlySpan<byte> onnx)
    {
        var tensors = SileroTensors.Read(onnx);
        float[] Of(string name, int length) => tensors.TryGetValue(Branch + name, out var values) && values.Length == length
            ? values
            : throw new InvalidDataException($"The file has no weights {name} of {length} numbers.");
        SileroLayer Convolution(int number, int from, int to, int firstTap, int taps)
        {
            var weights = Of($"encoder.{number}.reparam_conv.weight", to * from * 3);
            var bias = Of($"encoder.{number}.reparam_conv.bias", to);
            return new SileroLayer(to, taps * from, (output, input) => weights[(((output * from) + (input % from)) * 3) + firstTap + (input / from)], output => bias[output]);
        }

        var basis = Of("stft.forward_basis_buffer", 2 * Bins * Filter);
        _spectrum = new SileroLayer(2 * Bins, Filter, (output, input) => basis[(output * Filter) + input], _ => 0);
        _first = Convolution(0, Bins, 128, firstTap: 0, taps: 3);
        _second = Convolution(1, 128, 64, firstTap: 0, taps: 3);

        // Of these two, the taps that never meet anything but filling are left out.
        _third = Convolution(2, 64, 64, firstTap: 1, taps: 2);
        _fourth = Convolution(3, 64, Cell, firstTap: 1, taps: 1);
        var (fromInput, fromHidden) = (Of("decoder.rnn.weight_ih", 4 * Cell * Cell), Of("decoder.rnn.weight_hh", 4 * Cell * Cell));
        var (inputBias, hiddenBias) = (Of("decoder.rnn.bias_ih", 4 * Cell), Of("decoder.rnn.bias_hh", 4 * Cell));
        _gates = new SileroLayer(
            4 * Cell,
            2 * Cell,
            (output, input) => input < Cell ? fromInput[(output * Cell) + input] : fromHidden[(output * Cell) + input - Cell],
            output => inputBias[output] + hiddenBias[output]);
        _decoder = Of("decoder.decoder.2.weight", Cell);
        _decoderBias = Of("decoder.decoder.2.bias", 1)[0];
    }

    /// <summary>The probability of voice, from 0 to 1.</summary>
    /// <param name="window">The last 32 samples of the window before and 256 of this one, from −1 to 1.</param>
    /// <param name="state">What the stream carries; zeros at its begin.</param>
    public float Judge(ReadOnlySpan<float> window, Span<float> state)
    {
        Span<float> column = stackalloc float[2 * Cell];
        Encode(window, column[..Cell]);
        var hidden = state[..Cell];
        var cell = state[Cell..StateLength];
        hidden.CopyTo(column[Cell..]);

        Span<float> gates = stackalloc float[4 * Cell];
        _gates.Apply(column, gates);
        var input = gates[..Cell];
        var forget = gates[Cell..(2 * Cell)];
        var fresh = gates[(2 * Cell)..(3 * Cell)];
        var output = gates[(3 * Cell)..];
        TensorPrimitives.Sigmoid(gates[..(2 * Cell)], gates[..(2 * Cell)]);
        TensorPrimitives.Tanh(fresh, fresh);
        TensorPrimitives.Sigmoid(output, output);
        TensorPrimitives.Multiply(input, fresh, fresh);
        TensorPrimitives.MultiplyAdd(forget, cell, fresh, cell);
        TensorPrimitives.Tanh(cell, hidden);
        TensorPrimitives.Multiply(output, hidden, hidden);

        Relu(hidden, column[..Cell]);
        var voice = TensorPrimitives.Dot(column[..Cell], _decoder) + _decoderBias;
        return 1 / (1 + MathF.Exp(-voice));
    }

    private void Encode(ReadOnlySpan<float> window, Span<float> column)
    {
        Span<float> samples = stackalloc float[InputLength + Mirrored];
        window[..InputLength].CopyTo(samples);
        for (var i = 0; i < Mirrored; i++)
        {
            samples[InputLength + i] = window[InputLength - 2 - i];
        }

        // A column of filling before and behind the four.
        Span<float> magnitudes = stackalloc float[(Columns + 2) * Bins];
        Span<float> first = stackalloc float[(Columns + 1) * 128];
        Span<float> one = stackalloc float[_spectrum.Outputs];
        Span<float> other = stackalloc float[_spectrum.Outputs];
        for (var pair = 0; pair < Columns; pair += 2)
        {
            _spectrum.Apply(samples[(pair * Step)..], samples[((pair + 1) * Step)..], one, other);
            TensorPrimitives.Hypot<float>(one[..Bins], one[Bins..(2 * Bins)], magnitudes.Slice((pair + 1) * Bins, Bins));
            TensorPrimitives.Hypot<float>(other[..Bins], other[Bins..(2 * Bins)], magnitudes.Slice((pair + 2) * Bins, Bins));
        }

        for (var pair = 0; pair < Columns; pair += 2)
        {
            _first.Apply(magnitudes[(pair * Bins)..], magnitudes[((pair + 1) * Bins)..], first[((pair + 1) * 128)..], first[((pair + 2) * 128)..]);
        }

        Relu(first, first);
        Span<float> second = stackalloc float[2 * 64];
        _second.Apply(first, first[(2 * 128)..], second[..64], second[64..]);
        Relu(second, second);
        Span<float> third = stackalloc float[64];
        _third.Apply(second, third);
        Relu(third, third);
        _fourth.Apply(third, column);
        Relu(column, column);
    }

    private static void Relu(ReadOnlySpan<float> from, Span<float> to) => TensorPrimitives.Max(from, 0f, to);
}
