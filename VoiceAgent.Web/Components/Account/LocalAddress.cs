namespace VoiceAgent.Web.Components.Account;

/// <summary>Guards redirects against leading to another site.</summary>
public static class LocalAddress
{
    /// <summary>The address if it is a path of this site, else <c>/</c>.</summary>
    public static string OrHome(string? address) => address is not null && IsLocal(address) ? address : "/";

    /// <summary>Browsers read <c>//host</c> and <c>/\host</c> as another site, and skip control characters in between.</summary>
    private static bool IsLocal(string address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
