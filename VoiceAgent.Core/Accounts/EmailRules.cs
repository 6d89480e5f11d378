using Microsoft.AspNetCore.Identity;

namespace VoiceAgent.Core.Accounts;

/// <summary>An e-mail address that a user can sign in with: well formed and not taken.</summary>
public sealed class EmailRules : IUserValidator<UserIdentity>
{
    /// <summary>In characters, the longest address that mail can be sent to.</summary>
    public const int MaximumLength = 254;

    /// <summary>What is wrong with the address, in the user's words, or null.</summary>
    public static string? Check(string? email) => email switch
    {
        null or "" => "Enter your e-mail address.",
        { Length: > MaximumLength } => "This e-mail address is too long.",
        _ when !IsAddress(email) => "Enter an e-mail address such as name@example.com.",
        _ => null,
    };

    public async Task<IdentityResult> ValidateAsync(UserManager<UserIdentity> manager, UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(user);
        if (Check(user.User.Email) is { } problem)
        {
            return IdentityResult.Failed(new IdentityError { Code = nameof(EmailRules), Description = problem });
        }

        var owner = await manager.FindByEmailAsync(user.User.Email);
        return owner is null || owner.User.Id == user.User.Id
            ? IdentityResult.Success
            : IdentityResult.Failed(manager.ErrorDescriber.DuplicateEmail(user.User.Email));
    }

    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at == email.LastIndexOf('@')
            && at < email.Length - 1
            && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || char.IsSurrogate(character));
    }
}
