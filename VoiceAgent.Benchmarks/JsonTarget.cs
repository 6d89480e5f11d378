using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceAgent.Benchmarks;

/// <summary><c>--json FILE|-</c>: one JSON object to a file or to standard output.</summary>
internal static class JsonTarget
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value after an option's name, or null.</summary>
    public static string? Option(IReadOnlyList<string> options, string name)
    {
        for (var i = 0; i + 1 < options.Count; i++)
        {
            if (options[i] == name)
            {
                return options[i + 1];
            }
        }

        return null;
    }

    public static void Write<T>(T result, IReadOnlyList<string> options)
    {
        var text = JsonSerializer.Serialize(result, Format);
        if (Option(options, "--json") is { } file && file != "-")
        {
            File.WriteAllText(file, text + Environment.NewLine);
        }
        else
        {
            Console.Out.WriteLine(text);
        }
    }
}
