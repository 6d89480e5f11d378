using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Health;

namespace VoiceAgent.Web.Hosting.Security;

/// <summary>
/// Keeps categories that print what users type (SignalR logs every argument of a circuit's messages at Debug) or what addresses hold
/// (webhook and media tokens) at Warning, whatever the settings say: every filter rule is narrowed, so none can be more specific.
/// The host's own request log is off altogether: as long as it is on at any level, it puts the whole path into a scope that goes with
/// every entry of the request. A failure to start is not logged here with its stack trace: the program reports it once.
/// </summary>
internal sealed class PinnedLogLevels(StartupState startup) : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Pinned =
    [
        "Microsoft.AspNetCore.SignalR",
        "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Routing",
    ];

    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LoggerFilterRule[] rules = [new(null, null, options.MinLevel, null), .. options.Rules];
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => IsAllowed(category, level) && !IsStartupFailure(category) && rule.Filter?.Invoke(provider, category, level) != false));
        }
    }

    private bool IsStartupFailure(string? category) => !startup.IsComplete && category == "Microsoft.Extensions.Hosting.Internal.Host";

    internal static bool IsAllowed(string? category, LogLevel level) =>
        category != RequestLog
        && (level >= LogLevel.Warning || category is null || !Array.Exists(Pinned, prefix => category.StartsWith(prefix, StringComparison.Ordinal)));
}
