using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting.Passkeys;

/// <summary>
/// Checks what a passkey has signed. A passkey proves two things at once, that the user has the device and was recognised by it, so
/// nothing else is asked; and because it cannot be guessed, a lockout for wrong passwords does not keep it out.
/// </summary>
public sealed class PasskeyAssertions(Users users, SignInManager<UserIdentity> signIn)
{
    /// <summary>The user, or null when the signature is not that of a known passkey for the challenge of this browser.</summary>
    /// <param name="credential">What the browser gave, as JSON.</param>
    public async Task<UserIdentity?> CheckAsync(string credential)
    {
        PasskeyAssertionResult<UserIdentity> result;
        try
        {
            result = await signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // No challenge was given to this browser, or it was used or has expired.
            return null;
        }

        return result is { Succeeded: true, User: { } user, Passkey: { } passkey } && (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded
            ? user
            : null;
    }

    /// <summary>Sets the sign-in cookie on the current response when the passkey is right.</summary>
    public async Task<bool> SignInAsync(string credential)
    {
        if (await CheckAsync(credential) is not { } user)
        {
            return false;
        }

        await signIn.SignInAsync(user, isPersistent: false, nameof(SignInMethod.Passkey));
        return true;
    }
}
