using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Users here by e-mail address.</summary>
internal sealed class LegacyOwners(IServiceScopeFactory scopes)
{
    /// <summary>Throws when nobody has the address.</summary>
    public async Task<LegacyOwner> GetAsync(string email) =>
        await FindAsync(email) ?? throw new LegacyImportException($"Nobody here has the e-mail address {email}. Sign up with it first, then run the import again.");

    public async Task<LegacyOwner?> FindAsync(string? email)
    {
        if (string.IsNullOrWhiteSpace(email))
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email.Trim()))?.User;
        return user is null ? null : new LegacyOwner(user.Id, user.AccountId);
    }
}
