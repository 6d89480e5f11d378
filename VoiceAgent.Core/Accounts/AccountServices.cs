using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts;

/// <summary>Accounts and their users.</summary>
public static class AccountServices
{
    /// <summary>Wrong passwords in a row that lock a user out.</summary>
    public const int WrongPasswordLimit = 5;

    public static readonly TimeSpan LockoutDuration = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Identity over <see cref="IDocuments{T}"/> of <see cref="User"/> and <see cref="Account"/>, which the caller makes available. The
    /// web host adds the sign-in part.
    /// </summary>
    public static IServiceCollection AddUserAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountRepository>();
        services.AddSingleton<PasswordGate>();
        services.AddScoped<Registration>();

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
            .AddUserManager<Users>();
        return services;
    }
}
