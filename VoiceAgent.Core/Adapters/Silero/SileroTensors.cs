using System.Buffers.Binary;
using System.Text;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// The constants of an ONNX file that hold 32-bit floats, by name, those of branches included. ONNX is Protocol Buffers: a model holds
/// its graph in field 7; a graph its nodes in 1; a node the names of its outputs in 2 and its attributes in 5; an attribute a tensor in 5
/// or another graph in 6; a tensor its type in 2 (float is 1) and its little-endian values in 9. Everything else is skipped.
/// </summary>
internal static class SileroTensors
{
    private const int FloatType = 1;

    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(ReadOnlySpan<byte> model)
    {
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        while (!model.IsEmpty)
        {
            if (Next(ref model, out _, out var graph) == 7)
            {
                ReadGraph(graph, tensors);
            }
        }

        return tensors;
    }

    private static void ReadGraph(ReadOnlySpan<byte> graph, Dictionary<string, float[]> tensors)
    {
        while (!graph.IsEmpty)
        {
            if (Next(ref graph, out _, out var node) == 1)
            {
                ReadNode(node, tensors);
            }
        }
    }

    private static void ReadNode(ReadOnlySpan<byte> node, Dictionary<string, float[]> tensors)
    {
        var output = string.Empty;
        while (!node.IsEmpty)
        {
            switch (Next(ref node, out _, out var value))
            {
                case 2:
                    output = Encoding.UTF8.GetString(value);
                    break;
                case 5:
                    ReadAttribute(value, output, tensors);
                    break;
                default:
                    break;
            }
        }
    }

    private static void ReadAttribute(ReadOnlySpan<byte> attribute, string output, Dictionary<string, float[]> tensors)
    {
        while (!attribute.IsEmpty)
        {
            switch (Next(ref attribute, out _, out var value))
            {
                case 5 when ReadTensor(value) is { } tensor:
                    tensors[output] = tensor;
                    break;
                case 6:
                    ReadGraph(value, tensors);
                    break;
                default:
                    break;
            }
        }
    }

    private static float[]? ReadTensor(ReadOnlySpan<byte> tensor)
    {
        var type = 0ul;
        scoped ReadOnlySpan<byte> raw = default;
        while (!tensor.IsEmpty)
        {
            switch (Next(ref tensor, out var number, out var value))
            {
                case 2:
                    type = number;
                    break;
                case 9:
                    raw = value;
                    break;
                default:
                    break;
            }
        }

        if (type != FloatType)
        {
            return null;
        }

        var floats = new float[raw.Length / sizeof(float)];
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        }

        return floats;
    }

    // The field's number; its value is a number or bytes.
    private static int Next(ref ReadOnlySpan<byte> from, out ulong number, out ReadOnlySpan<byte> bytes)
    {
        var key = Number(ref from);
        number = 0;
        bytes = default;
        switch (key & 7)
        {
            case 0:
                number = Number(ref from);
                break;
            case 1:
                bytes = Take(ref from, 8);
                break;
            case 2:
                bytes = Take(ref from, Number(ref from));
                break;
            case 5:
                bytes = Take(ref from, 4);
                break;
            default:
                throw new InvalidDataException("Not an ONNX file.");
        }

        return (int)(key >> 3);
    }

    private static ulong Number(ref ReadOnlySpan<byte> from)
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref from, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("Not an ONNX file.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, ulong length)
    {
        if (length > (ulong)from.Length)
        {
            throw new InvalidDataException("The ONNX file is cut short.");
        }

        var taken = from[..(int)length];
        from = from[(int)length..];
        return taken;
    }
}
