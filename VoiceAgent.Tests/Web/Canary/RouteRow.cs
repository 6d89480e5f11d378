namespace VoiceAgent.Tests.Web.Canary;

/// <summary>What a route means for another account's things.</summary>
internal enum RouteKind
{
    /// <summary>Anybody may come, and nothing of an account is there.</summary>
    Open,

    /// <summary>Whoever is signed in sees his own.</summary>
    Own,

    /// <summary>An id in the address names something of an account.</summary>
    ById,

    /// <summary>A secret token in the address or header names the account.</summary>
    ByToken,

    /// <summary>An access token names the account.</summary>
    Api,
}

/// <summary>How a route is tried.</summary>
/// <param name="Kind">What it means for another account's things.</param>
/// <param name="Foreign">The address with what belongs to the owner.</param>
/// <param name="Unknown">The same with an id that nobody has; null where the address names nothing.</param>
internal sealed record RouteRow(RouteKind Kind, Func<TwoAccounts, string> Foreign, Func<string>? Unknown = null)
{
    /// <summary>The body that is sent, or null.</summary>
    public string? Body { get; init; }

    public static RouteRow Open(string path) => new(RouteKind.Open, _ => path);

    public static RouteRow Own(string path) => new(RouteKind.Own, _ => path);

    public static RouteRow ById(Func<TwoAccounts, string> foreign, Func<string> unknown) => new(RouteKind.ById, foreign, unknown);

    public static RouteRow ByToken(Func<TwoAccounts, string> foreign, Func<string> unknown) => new(RouteKind.ByToken, foreign, unknown);

    public static RouteRow Api(Func<TwoAccounts, string> foreign, Func<string>? unknown = null) => new(RouteKind.Api, foreign, unknown);
}
