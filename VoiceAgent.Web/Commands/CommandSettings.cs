namespace VoiceAgent.Web.Commands;

/// <summary>
/// Tells configuration settings on a command line from the command's own words: <c>--Storage:Path=data/x.db</c>,
/// <c>--Storage:Path data/x.db</c> and <c>--environment Production</c> are settings, at any place of the line.
/// </summary>
internal static class CommandSettings
{
    private const string Environment = "--environment";

    public static (string[] Words, string[] Settings) Split(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                words.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=') && i + 1 < args.Count)
            {
                settings.Add(args[++i]);
            }
        }

        return ([.. words], [.. settings]);
    }

    private static bool IsSetting(string arg)
    {
        var name = arg.Split('=', 2)[0];
        return name.StartsWith("--", StringComparison.Ordinal)
            && (name.Contains(':') || name.Equals(Environment, StringComparison.OrdinalIgnoreCase));
    }
}
