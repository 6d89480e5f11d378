using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Web.Commands;

/// <summary>
/// Where a command writes: its result to standard output, as text or as one JSON object; progress and notes to standard error, so that
/// neither ends up in a pipe.
/// </summary>
/// <param name="json">Null: text. <c>-</c>: JSON to standard output. Else the file the JSON is written to.</param>
/// <param name="isTerminal">Whether somebody watches standard error: progress then stays on one line.</param>
internal sealed class CommandOutput(TextWriter output, TextWriter error, string? json, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan BetweenProgressLines = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenProgressUpdates = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private long? _lastProgress;
    private int _progressWidth;

    public bool IsJson => json is not null;

    /// <summary>
    /// The command's result, written once: <paramref name="result"/> as one JSON object with camel-case names, or
    /// <paramref name="text"/>. It holds no secret.
    /// </summary>
    public async Task ResultAsync<T>(T result, string text)
    {
        await EndProgressAsync();
        switch (json)
        {
            case null:
                await output.WriteLineAsync(text);
                break;
            case "-":
                await output.WriteLineAsync(JsonSerializer.Serialize(result, Format));
                break;
            default:
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(result, Format) + Environment.NewLine);
                break;
        }
    }

    /// <summary>A remark for whoever watches, also beside JSON.</summary>
    public async Task NoteAsync(string text)
    {
        await EndProgressAsync();
        await error.WriteLineAsync(text);
    }

    /// <summary>How far the work is, such as <c>rewrapped 1500 of 80000</c>; most calls write nothing.</summary>
    public async Task ProgressAsync(string text)
    {
        var interval = isTerminal ? BetweenProgressUpdates : BetweenProgressLines;
        if (_lastProgress is { } last && time.GetElapsedTime(last) < interval)
        {
            return;
        }

        _lastProgress = time.GetTimestamp();
        if (isTerminal)
        {
            await error.WriteAsync("\r" + text.PadRight(_progressWidth));
            _progressWidth = Math.Max(_progressWidth, text.Length);
        }
        else
        {
            await error.WriteLineAsync(text);
        }
    }

    private async Task EndProgressAsync()
    {
        if (_progressWidth > 0)
        {
            await error.WriteAsync("\r" + new string(' ', _progressWidth) + "\r");
            _progressWidth = 0;
        }
    }
}
