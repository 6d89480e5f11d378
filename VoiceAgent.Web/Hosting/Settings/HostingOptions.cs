using System.Net;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>How this installation stands in the network.</summary>
public sealed class HostingOptions
{
    public const string SectionName = "Hosting";

    /// <summary>Addresses (<c>10.0.0.5</c>) or networks (<c>10.0.0.0/8</c>) of reverse proxies whose X-Forwarded-For and -Proto are believed.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Sign-in, sign-up and password forms accepted from one network address in a minute.</summary>
    public int AccountFormsPerMinute { get; init; } = 30;

    /// <summary>Pages that one user, or one network address of visitors, may have open at once.</summary>
    public int CircuitsPerUser { get; init; } = 100;
}

internal sealed class HostingOptionsValidator : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var problems = options.KnownProxies
            .Where(proxy => !IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
            .Select(proxy => $"Hosting:KnownProxies holds \"{proxy}\", which is neither an IP address nor a network such as 10.0.0.0/8.")
            .ToList();
        if (options.AccountFormsPerMinute is < 1 or > 1_000_000)
        {
            problems.Add("Hosting:AccountFormsPerMinute must be between 1 and 1000000.");
        }

        if (options.CircuitsPerUser is < 1 or > 1_000_000)
        {
            problems.Add("Hosting:CircuitsPerUser must be between 1 and 1000000.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
