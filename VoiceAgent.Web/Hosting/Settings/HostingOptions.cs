using System.Net;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>How this installation stands in the network.</summary>
public sealed class HostingOptions
{
    public const string SectionName = "Hosting";

    /// <summary>Addresses (<c>10.0.0.5</c>) or networks (<c>10.0.0.0/8</c>) of reverse proxies whose X-Forwarded-For and -Proto are believed.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Sign-in, password and code forms accepted from one network address in a minute.</summary>
    public int AccountFormsPerMinute { get; init; } = 30;

    /// <summary>Accounts that may be made from one network address in an hour.</summary>
    public int SignUpsPerHour { get; init; } = 60;

    /// <summary>Times that the password of one e-mail address may be tried in a minute, right or wrong.</summary>
    public int SignInsPerAccountPerMinute { get; init; } = 30;

    /// <summary>Webhooks of one account accepted in a second, on average; four times as many at once.</summary>
    public int WebhooksPerSecond { get; init; } = 500;

    /// <summary>Media connections that one network address may open in a minute. Carriers open all of theirs from few addresses.</summary>
    public int MediaSocketsPerMinute { get; init; } = 12_000;

    /// <summary>
    /// The domain passkeys are made for, such as <c>example.com</c>: the server's own name, or one above it. Null takes the name in the
    /// address. Passkeys made for another domain do not work.
    /// </summary>
    public string? PasskeyDomain { get; init; }

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
        CheckRange(options.AccountFormsPerMinute, nameof(options.AccountFormsPerMinute), problems);
        CheckRange(options.SignUpsPerHour, nameof(options.SignUpsPerHour), problems);
        CheckRange(options.SignInsPerAccountPerMinute, nameof(options.SignInsPerAccountPerMinute), problems);
        CheckRange(options.WebhooksPerSecond, nameof(options.WebhooksPerSecond), problems);
        CheckRange(options.MediaSocketsPerMinute, nameof(options.MediaSocketsPerMinute), problems);
        CheckRange(options.CircuitsPerUser, nameof(options.CircuitsPerUser), problems);

        if (options.PasskeyDomain is { } domain && (Uri.CheckHostName(domain) is not UriHostNameType.Dns || domain.Any(char.IsUpper)))
        {
            problems.Add($"Hosting:PasskeyDomain is \"{domain}\", which is no domain in lower case such as example.com.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckRange(int value, string name, List<string> problems)
    {
        if (value is < 1 or > 1_000_000)
        {
            problems.Add($"{HostingOptions.SectionName}:{name} must be between 1 and 1000000.");
        }
    }
}
