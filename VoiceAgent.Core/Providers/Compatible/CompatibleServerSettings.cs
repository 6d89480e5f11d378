using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace VoiceAgent.Core.Providers.Compatible;

/// <summary>
/// Reads the operator's servers from <c>Providers:Compatible:Servers</c>, a list of <c>Name</c>, <c>BaseUrl</c>, <c>DefaultModel</c>, and the
/// optional <c>RequiresKey</c>, <c>HasTools</c> and <c>HasUsage</c> (all true unless said otherwise).
/// </summary>
internal static partial class CompatibleServerSettings
{
    private const string ServersName = "Servers";
    private const int MaxServers = 20;

    private static readonly string[] Members =
    [
        nameof(CompatibleServer.Name), nameof(CompatibleServer.BaseUrl), nameof(CompatibleServer.DefaultModel),
        nameof(CompatibleServer.RequiresKey), nameof(CompatibleServer.HasTools), nameof(CompatibleServer.HasUsage),
    ];

    /// <summary>Throws <see cref="InvalidOperationException"/> with a message for the operator when a setting cannot be used.</summary>
    /// <param name="provider">The section <c>Providers:Compatible</c>.</param>
    public static IReadOnlyList<CompatibleServer> Read(IConfigurationSection provider)
    {
        foreach (var member in provider.GetChildren().Where(member => !member.Key.Equals(ServersName, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"The setting {member.Path} is unknown: servers stand in {provider.Path}:{ServersName}.");
        }

        var servers = provider.GetSection(ServersName).GetChildren().Select(ReadServer).ToArray();
        if (servers.Length > MaxServers)
        {
            throw new InvalidOperationException($"The setting {provider.Path}:{ServersName} has {servers.Length} servers, at most {MaxServers} are allowed.");
        }

        return servers.GroupBy(server => server.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new InvalidOperationException(
                $"The setting {provider.Path}:{ServersName} has two servers whose names are the same in lower-case letters and digits: {string.Join(", ", twice.Select(server => server.Name))}.")
            : servers;
    }

    private static CompatibleServer ReadServer(IConfigurationSection section)
    {
        if (section.GetChildren().FirstOrDefault(member => !Members.Contains(member.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new InvalidOperationException($"The setting {unknown.Path} is unknown. A server has {string.Join(", ", Members)}.");
        }

        var name = section[nameof(CompatibleServer.Name)]?.Trim() ?? string.Empty;
        if (!NameShape().IsMatch(name))
        {
            throw new InvalidOperationException(
                $"The setting {section.Path}:{nameof(CompatibleServer.Name)} is what users choose the server by: 1 to 32 letters, digits, blanks, dots and dashes, beginning with a letter or digit.");
        }

        var model = section[nameof(CompatibleServer.DefaultModel)]?.Trim() ?? string.Empty;
        if (model.Length is 0 or > 100 || model.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            throw new InvalidOperationException(
                $"The setting {section.Path}:{nameof(CompatibleServer.DefaultModel)} is missing or has blanks: name a model that the server answers with.");
        }

        return new CompatibleServer
        {
            Id = NotOfAnId().Replace(name.ToLowerInvariant(), "-"),
            Name = name,
            BaseUrl = ServerAddress.Read(section, nameof(CompatibleServer.BaseUrl)),
            DefaultModel = model,
            RequiresKey = Flag(section, nameof(CompatibleServer.RequiresKey)),
            HasTools = Flag(section, nameof(CompatibleServer.HasTools)),
            HasUsage = Flag(section, nameof(CompatibleServer.HasUsage)),
        };
    }

    private static bool Flag(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => true,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The setting {section.Path}:{name} is neither true nor false.")),
    };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 .\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameShape();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfAnId();
}
