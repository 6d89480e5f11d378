using VoiceAgent.Core.Accounts.Tokens;

namespace VoiceAgent.Web.Components.Account;

/// <summary>Words of the page with API tokens.</summary>
public static class TokenText
{
    public const string Tokens = "API tokens";
    public const string Lead = "A token lets a program use the API in your name. It cannot sign in, and it never reads a key.";
    public const string ShownOnce = "This is your new token. Copy it now: it is not shown again.";
    public const string Revoked = "The token is revoked. Programs that use it are refused from now on.";
    public const string NotFound = "There is no such token any more.";
    public const string None = "You have no tokens.";
    public const string New = "Make a token";
    public const string Name = "Name";
    public const string NameHint = "The program or machine that will use it.";
    public const string Scopes = "What it may do";
    public const string Read = "See which keys are stored, and whether calls can start";
    public const string Write = "Store, replace and delete keys";
    public const string Test = "Test stored keys at the provider";
    public const string Calls = "Read calls and what was said in them";
    public const string PlaceCalls = "Have agents make calls, which costs money at the providers, and hang up";
    public const string Days = "Days until it expires";
    public const string DaysHint = "From 1 to 365.";
    public const string Create = "Make token";
    public const string Revoke = "Revoke";
    public const string Expires = "expires";
    public const string Expired = "expired";
    public const string LastUsed = "last used";
    public const string NeverUsed = "never used";
    public const string BackToAccount = "Back to your account";

    public static string RevokeOf(string name) => $"Revoke {name}";

    public static string ScopesOf(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return string.Join(", ", token.Scopes);
    }
}
