using Microsoft.AspNetCore.Identity;

namespace VoiceAgent.Core.Accounts;

/// <summary>
/// What a password must be: long enough, not one of those everybody tries first, not the e-mail address. No composition rules: they
/// make passwords harder to remember, not harder to guess.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<UserIdentity>
{
    /// <summary>In characters.</summary>
    public const int MinimumLength = 12;

    /// <summary>In characters; longer input is refused before it is hashed.</summary>
    public const int MaximumLength = 256;

    /// <summary>What is wrong with the password, in the user's words, or null.</summary>
    public static string? Check(string? password, string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return password switch
        {
            null or { Length: < MinimumLength } => $"Use at least {MinimumLength} characters. A few words in a row are easy to remember.",
            { Length: > MaximumLength } => $"Use at most {MaximumLength} characters.",
            _ when IsLike(password, email) => "Do not use your e-mail address as the password.",
            _ when CommonPasswords.Contains(password) => "This password is easy to guess. Choose another one.",
            _ => null,
        };
    }

    public Task<IdentityResult> ValidateAsync(UserManager<UserIdentity> manager, UserIdentity user, string? password)
    {
        ArgumentNullException.ThrowIfNull(user);
        var problem = Check(password, user.User.Email);
        return Task.FromResult(problem is null
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRules), Description = problem }));
    }

    private static bool IsLike(string password, string email)
    {
        var name = email.Split('@')[0];
        return password.Equals(email, StringComparison.OrdinalIgnoreCase) || password.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
