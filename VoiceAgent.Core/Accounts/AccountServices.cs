using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts;

/// <summary>Accounts and their users.</summary>
public static class AccountServices
{
    /// <summary>Wrong passwords in a row that lock a user out.</summary>
    public const int WrongPasswordLimit = 5;

    public static readonly TimeSpan LockoutDuration = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Identity over documents of an <see cref="IDocumentStore"/> and secrets of a <see cref="Keys.KeyVault"/>, which the caller makes
    /// available. The web host adds the sign-in part.
    /// </summary>
    public static IServiceCollection AddUserAccounts(this IServiceCollection services)
    {
        services.AddDocuments(AccountRepository.Collection);
        services.AddDocuments(UserStore.Collection);
        services.AddDocuments(UserSession.Collection);
        services.AddSingleton<AccountRepository>();
        services.AddSingleton<UserSessions>();
        services.AddDocuments(SecondFactor.Collection);
        services.AddSealedDocuments(SecondFactor.Sealed);
        services.AddSingleton<SecondFactors>();
        services.AddDocuments(Passkey.Collection);
        services.AddSingleton<PasskeyRepository>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<ProofAttempts>();
        services.AddScoped<Registration>();
        services.AddScoped<TwoFactorReset>();

        // Before AddIdentityCore, which would otherwise add its own rules beside these.
        services.AddScoped<IUserValidator<UserIdentity>, EmailRules>();
        services.AddScoped<IPasswordValidator<UserIdentity>, PasswordRules>();
        services.AddScoped<UserStore>();
        services.AddScoped<IUserStore<UserIdentity>>(provider => provider.GetRequiredService<UserStore>());
        services
            .AddIdentityCore<UserIdentity>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Lockout.AllowedForNewUsers = true;
                options.Lockout.MaxFailedAccessAttempts = WrongPasswordLimit;
                options.Lockout.DefaultLockoutTimeSpan = LockoutDuration;
            })
            .AddUserManager<Users>()
            .AddTokenProvider<TotpProvider>(TokenOptions.DefaultAuthenticatorProvider);
        return services;
    }
}
