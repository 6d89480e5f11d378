using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceAgent.Sandbox.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The request is refused with the HTTP status <see cref="Fault.Value"/>, in the provider's own words where it has them.</summary>
    Status,

    /// <summary>The account has no credit, told in the provider's own way.</summary>
    Quota,

    /// <summary>The first answer comes <see cref="Fault.Value"/> milliseconds late.</summary>
    Delay,

    /// <summary>Every message comes <see cref="Fault.Value"/> milliseconds late.</summary>
    Slow,

    /// <summary>The provider ends the stream early, a socket with the close code <see cref="Fault.Value"/>.</summary>
    Close,

    /// <summary>The TCP connection is reset.</summary>
    Drop,

    /// <summary>The connection stays open, and nothing comes any more.</summary>
    Silence,

    /// <summary>One message that nobody can read, then everything as usual.</summary>
    Garbage,

    /// <summary>The provider's own error message in the running stream, then its end.</summary>
    Error,
}

/// <summary>How one simulated provider misbehaves.</summary>
public sealed partial record Fault
{
    /// <summary>For <see cref="After"/>: the request gets no answer at all, or none that is one.</summary>
    public const int AtConnect = -1;

    private const string Grammar =
        "A fault is provider:kind, such as deepgram:close@2. Kinds: an HTTP status (openai:429), quota, delay=MS, slow[=MS], "
        + "close[=CODE], drop, silence, garbage, error; @N lets N messages of the provider pass first, @connect strikes before any answer, "
        + "#N hits only the next N connections, and provider.key:kind hits the key checks in place of the calls.";

    private static readonly string[] Slugs = ["assemblyai", "compatible", "deepgram", "elevenlabs", "grok", "hume", "openai", "soniox", "telnyx", "tool"];

    /// <summary>The provider's slug.</summary>
    public required string Provider { get; init; }

    /// <summary>Whether it hits the provider's key checks and lists; otherwise its streams and completions.</summary>
    public bool OnKeyCheck { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>HTTP status, milliseconds or close code, as the kind says.</summary>
    public int Value { get; init; }

    /// <summary>How many messages of the provider pass before; <see cref="AtConnect"/> strikes before the request is answered at all.</summary>
    public int After { get; init; }

    /// <summary>Hits only connections that show this key; null hits all.</summary>
    public string? Key { get; init; }

    /// <summary>Strikes connections that are open already at once, without waiting for their next message.</summary>
    public bool AtOnce { get; init; }

    /// <summary>How many connections it hits; null is every one.</summary>
    public int? Connections { get; init; }

    /// <summary>Reads a fault such as <c>deepgram:close@2</c> or <c>openai:429#1</c>.</summary>
    /// <exception cref="FormatException">It cannot be read; the message tells what is allowed.</exception>
    public static Fault Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success)
        {
            throw new FormatException($"The fault \"{text}\" cannot be read. {Grammar}");
        }

        var provider = match.Groups["provider"].Value;
        if (!Slugs.Contains(provider, StringComparer.Ordinal))
        {
            throw new FormatException($"The fault \"{text}\" names the provider \"{provider}\". Providers: {string.Join(", ", Slugs)}.");
        }

        var (kind, value) = ReadKind(text, match.Groups["kind"].Value, Number(text, match.Groups["value"]));
        var after = match.Groups["after"].Value == "connect" ? AtConnect : Number(text, match.Groups["after"]);
        if (after is not null and not 0 && kind is FaultKind.Status or FaultKind.Quota or FaultKind.Delay or FaultKind.Slow && after is not null and not 0)
        {
            throw new FormatException($"The fault \"{text}\": @ fits only close, drop, silence, garbage and error.");
        }

        var connections = Number(text, match.Groups["connections"]);
        return connections is 0
            ? throw new FormatException($"The fault \"{text}\" would hit no connection: #1 or more.")
            : new Fault
            {
                Provider = provider,
                OnKeyCheck = match.Groups["key"].Success,
                Kind = kind,
                Value = value,
                After = after ?? 0,
                Connections = connections,
            };
    }

    private static (FaultKind Kind, int Value) ReadKind(string text, string kind, int? value)
    {
        if (int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return status is >= 400 and <= 599 && value is null
                ? (FaultKind.Status, status)
                : throw new FormatException($"The fault \"{text}\": an HTTP status is 400 to 599, and takes no value.");
        }

        return (kind, value) switch
        {
            ("quota", null) => (FaultKind.Quota, 0),
            ("delay", not null) => (FaultKind.Delay, value.Value),
            ("delay", null) => throw new FormatException($"The fault \"{text}\" needs milliseconds: delay=1500."),
            ("slow", _) => (FaultKind.Slow, value ?? 400),
            ("close", null) => (FaultKind.Close, 1011),
            ("close", >= 1000 and <= 4999) => (FaultKind.Close, value.Value),
            ("close", _) => throw new FormatException($"The fault \"{text}\": a close code is 1000 to 4999."),
            ("drop", null) => (FaultKind.Drop, 0),
            ("silence", null) => (FaultKind.Silence, 0),
            ("garbage", null) => (FaultKind.Garbage, 0),
            ("error", null) => (FaultKind.Error, 0),
            _ => throw new FormatException($"The fault \"{text}\" cannot be read. {Grammar}"),
        };
    }

    private static int? Number(string text, Group group) => !group.Success
        ? null
        : int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 600_000
            ? number
            : throw new FormatException($"The fault \"{text}\": {group.Value} is too large; at most 600000.");

    [GeneratedRegex("^(?<provider>[a-z]+)(?<key>\\.key)?:(?<kind>[a-z]+|[0-9]{3})(=(?<value>[0-9]+))?(@(?<after>[0-9]+|connect))?(#(?<connections>[0-9]+))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
