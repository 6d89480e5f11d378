using Microsoft.AspNetCore.Identity;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>Identity's view of the authenticator app: codes come from it and are never made here.</summary>
public sealed class TotpProvider(SecondFactors factors) : IUserTwoFactorTokenProvider<UserIdentity>
{
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<UserIdentity> manager, UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.User.TwoFactorEnabled);
    }

    /// <summary>Empty: the app shows the code.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<UserIdentity> manager, UserIdentity user) => Task.FromResult(string.Empty);

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<UserIdentity> manager, UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return factors.UseCodeAsync(user.User.Id, token, CancellationToken.None);
    }
}
