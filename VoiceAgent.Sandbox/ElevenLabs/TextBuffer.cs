using System.Text;
using System.Text.Json;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>
/// Collects a socket's text until enough is there to be spoken: by default 120 characters for the first generation, then 160, 250,
/// and 290 for every further one. Not thread-safe.
/// </summary>
internal sealed class TextBuffer(bool autoMode)
{
    // With try_trigger_generation less is enough.
    private const int MinToTrigger = 50;

    private readonly StringBuilder _text = new();
    private IReadOnlyList<int> _schedule = [120, 160, 250, 290];
    private int _generations;

    /// <summary>Takes <c>generation_config.chunk_length_schedule</c>; false when a length is not 50 to 500.</summary>
    public bool TrySchedule(JsonElement lengths)
    {
        if (lengths.ValueKind is not JsonValueKind.Array || lengths.GetArrayLength() is 0
            || !lengths.EnumerateArray().All(length => length.ValueKind is JsonValueKind.Number && length.TryGetInt32(out var characters) && characters is >= 50 and <= 500))
        {
            return false;
        }

        _schedule = [.. lengths.EnumerateArray().Select(length => length.GetInt32())];
        return true;
    }

    /// <summary>Adds text; what is to be spoken now, or null.</summary>
    public string? Add(string text, bool tryTrigger)
    {
        // A blank alone only keeps the socket open.
        if (_text.Length is 0 && string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        _text.Append(text);
        var needed = autoMode ? 1 : tryTrigger ? MinToTrigger : _schedule[Math.Min(_generations, _schedule.Count - 1)];
        return _text.Length >= needed ? Take() : null;
    }

    /// <summary>All that is there, or null when it is nothing but blanks.</summary>
    public string? Take()
    {
        var text = _text.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        _text.Clear();
        _generations++;
        return text;
    }
}
