using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// One layer of the network: outputs = weights × inputs + bias. Kept in the order in which it is read: for a block of outputs as wide as
/// four of the processor's vectors, the weights of the first input, of the second, and so on. Immutable.
/// </summary>
internal sealed class SileroLayer
{
    private static readonly int Block = 4 * Vector<float>.Count;

    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <param name="outputs">Filled up to a whole number of blocks, with zeros.</param>
    /// <param name="inputs">Length of an input.</param>
    /// <param name="weight">Of an output and an input.</param>
    /// <param name="bias">Of an output.</param>
    public SileroLayer(int outputs, int inputs, Func<int, int, float> weight, Func<int, float> bias)
    {
        Inputs = inputs;
        Outputs = (outputs + Block - 1) / Block * Block;
        _weights = new float[Outputs * inputs];
        _bias = new float[Outputs];
        for (var output = 0; output < outputs; output++)
        {
            _bias[output] = bias(output);
            for (var input = 0; input < inputs; input++)
            {
                _weights[(output / Block * inputs * Block) + (input * Block) + (output % Block)] = weight(output, input);
            }
        }
    }

    public int Inputs { get; }

    /// <summary>Length of an output, the filling included.</summary>
    public int Outputs { get; }

    /// <summary>One input.</summary>
    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Length, Inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, Outputs);
        var width = (nuint)Vector<float>.Count;
        for (var block = 0; block < Outputs; block += Block)
        {
            ref var bias = ref _bias[block];
            var (a, b) = (Vector.LoadUnsafe(ref bias), Vector.LoadUnsafe(ref bias, width));
            var (c, d) = (Vector.LoadUnsafe(ref bias, 2 * width), Vector.LoadUnsafe(ref bias, 3 * width));
            ref var weights = ref _weights[block * Inputs];
            nuint at = 0;
            for (var i = 0; i < Inputs; i++, at += 4 * width)
            {
                var x = new Vector<float>(input[i]);
                a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref weights, at), x, a);
                b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref weights, at + width), x, b);
                c = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref weights, at + (2 * width)), x, c);
                d = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref weights, at + (3 * width)), x, d);
            }

            Store(output[block..], a, b, c, d);
        }
    }

    /// <summary>Two inputs at once, for which the weights are read once.</summary>
    public void Apply(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> firstOutput, Span<float> secondOutput)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(first.Length, second.Length), Inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(firstOutput.Length, secondOutput.Length), Outputs);
        var width = (nuint)Vector<float>.Count;
        for (var block = 0; block < Outputs; block += Block)
        {
            ref var bias = ref _bias[block];
            var (a, b) = (Vector.LoadUnsafe(ref bias), Vector.LoadUnsafe(ref bias, width));
            var (c, d) = (Vector.LoadUnsafe(ref bias, 2 * width), Vector.LoadUnsafe(ref bias, 3 * width));
            var (e, f, g, h) = (a, b, c, d);
            ref var weights = ref _weights[block * Inputs];
            nuint at = 0;
            for (var i = 0; i < Inputs; i++, at += 4 * width)
            {
                var (x, y) = (new Vector<float>(first[i]), new Vector<float>(second[i]));
                var weight = Vector.LoadUnsafe(ref weights, at);
                a = Vector.FusedMultiplyAdd(weight, x, a);
                e = Vector.FusedMultiplyAdd(weight, y, e);
                weight = Vector.LoadUnsafe(ref weights, at + width);
                b = Vector.FusedMultiplyAdd(weight, x, b);
                f = Vector.FusedMultiplyAdd(weight, y, f);
                weight = Vector.LoadUnsafe(ref weights, at + (2 * width));
                c = Vector.FusedMultiplyAdd(weight, x, c);
                g = Vector.FusedMultiplyAdd(weight, y, g);
                weight = Vector.LoadUnsafe(ref weights, at + (3 * width));
                d = Vector.FusedMultiplyAdd(weight, x, d);
                h = Vector.FusedMultiplyAdd(weight, y, h);
            }

            Store(firstOutput[block..], a, b, c, d);
            Store(secondOutput[block..], e, f, g, h);
        }
    }

    private static void Store(Span<float> to, Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d)
    {
        var width = (nuint)Vector<float>.Count;
        ref var first = ref MemoryMarshal.GetReference(to[..Block]);
        a.StoreUnsafe(ref first);
        b.StoreUnsafe(ref first, width);
        c.StoreUnsafe(ref first, 2 * width);
        d.StoreUnsafe(ref first, 3 * width);
    }
}
