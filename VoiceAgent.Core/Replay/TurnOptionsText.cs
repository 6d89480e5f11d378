using System.Globalization;
using System.Reflection;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// Turn options by name and text, such as <c>minEndpointingDelay</c> = <c>200ms</c>, for whoever compares them. Names are those of
/// <see cref="TurnOptions"/> in any case; durations are numbers with <c>ms</c>, <c>s</c> or <c>min</c>.
/// </summary>
public static class TurnOptionsText
{
    private static readonly PropertyInfo[] All = [.. typeof(TurnOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite)];

    /// <summary>Names of the options that can be replayed, in camel case: all but the lines the agent says.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Where(property => property.PropertyType != typeof(string)).Select(property => Camel(property.Name))];

    /// <summary>The options with one changed; null, and what is wrong, when it cannot be.</summary>
    public static TurnOptions? With(TurnOptions options, string name, string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(options);
        var property = All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (property is null)
        {
            problem = $"There is no turn option '{name}'. There are: {string.Join(", ", Names)}.";
            return null;
        }

        if (Parse(property.PropertyType, text.Trim()) is not { } value)
        {
            problem = $"'{text}' is no value for {Camel(property.Name)}: {Expected(property.PropertyType)}.";
            return null;
        }

        problem = null;
        var changed = options with { };
        property.SetValue(changed, value);
        return changed;
    }

    /// <summary>What differs between the two, as name and text of the second, in the order of the options.</summary>
    public static IReadOnlyList<(string Name, string Text)> Differences(TurnOptions from, TurnOptions to) =>
        [.. All.Where(property => !Equals(property.GetValue(from), property.GetValue(to))).Select(property => (Camel(property.Name), Write(property.GetValue(to))))];

    /// <summary>The value of an option as text, in the form <see cref="With"/> takes.</summary>
    public static string Text(TurnOptions options, string name) => Write(All.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).GetValue(options));

    /// <summary>Whether the option is either on or off.</summary>
    public static bool IsSwitch(string name) => All.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).PropertyType == typeof(bool);

    /// <summary>The options with all that can be replayed taken from <paramref name="source"/>; the lines the agent says stay.</summary>
    public static TurnOptions Take(TurnOptions options, TurnOptions source)
    {
        ArgumentNullException.ThrowIfNull(options);
        var taken = options with { };
        foreach (var property in All.Where(property => property.PropertyType != typeof(string)))
        {
            property.SetValue(taken, property.GetValue(source));
        }

        return taken;
    }

    private static object? Parse(Type type, string text) => type switch
    {
        _ when type == typeof(TimeSpan) => ParseDuration(text),
        _ when type == typeof(bool) => bool.TryParse(text, out var value) ? value : null,
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null,
        _ when type == typeof(double) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null,
        _ => type == typeof(string) ? text : null,
    };

    private static TimeSpan? ParseDuration(string text)
    {
        (string Unit, double Milliseconds)[] units = [("ms", 1), ("min", 60_000), ("s", 1000)];
        foreach (var (unit, milliseconds) in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds <= TimeSpan.FromDays(1).TotalMilliseconds)
            {
                return TimeSpan.FromMilliseconds(number * milliseconds);
            }
        }

        return null;
    }

    private static string Expected(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a duration such as 200ms or 1.5s",
        _ when type == typeof(bool) => "true or false",
        _ => "a number",
    };

    private static string Write(object? value) => value switch
    {
        TimeSpan duration when duration >= TimeSpan.FromSeconds(10) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s"),
        TimeSpan duration => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms"),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
