using Microsoft.AspNetCore.Identity;

namespace VoiceAgent.Core.Accounts;

/// <summary>Sign-up: an account and its first user, or neither.</summary>
public sealed class Registration(AccountRepository accounts, Users users, PasswordGate gate, TimeProvider time)
{
    /// <summary>Refused, without anything stored, when address or password break the rules or the address is taken.</summary>
    public async Task<RegistrationResult> CreateAsync(string email, string password, bool isDemo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        email = email.Trim();
        if (EmailRules.Check(email) is { } emailProblem)
        {
            return RegistrationResult.Refused(RegistrationField.Email, emailProblem);
        }

        if (PasswordRules.Check(password, email) is { } passwordProblem)
        {
            return RegistrationResult.Refused(RegistrationField.Password, passwordProblem);
        }

        using var turn = await gate.EnterAsync(users.NormalizeEmail(email), cancellationToken);
        return await users.FindByEmailAsync(email) is null
            ? await CreateBothAsync(email, password, isDemo, cancellationToken)
            : RegistrationResult.Taken;
    }

    private async Task<RegistrationResult> CreateBothAsync(string email, string password, bool isDemo, CancellationToken cancellationToken)
    {
        var account = await accounts.CreateAsync(email, isDemo, cancellationToken);
        var user = UserIdentity.New(account.Id, email, time.GetUtcNow());
        var isComplete = false;
        try
        {
            var created = await users.CreateAsync(user, password);
            isComplete = created.Succeeded;
            return isComplete ? new RegistrationResult { User = user } : Refusal(created);
        }
        finally
        {
            if (!isComplete)
            {
                await accounts.DeleteAsync(account.Id, CancellationToken.None);
            }
        }
    }

    private static RegistrationResult Refusal(IdentityResult refused)
    {
        var error = refused.Errors.First();
        return error.Code switch
        {
            nameof(IdentityErrorDescriber.DuplicateEmail) => RegistrationResult.Taken,
            nameof(PasswordRules) => RegistrationResult.Refused(RegistrationField.Password, error.Description),
            _ => RegistrationResult.Refused(RegistrationField.Email, error.Description),
        };
    }
}

/// <summary>Which input a refusal is about.</summary>
public enum RegistrationField
{
    Email,
    Password,
}

/// <summary>The new user, or what is wrong with which input.</summary>
public sealed record RegistrationResult
{
    internal static RegistrationResult Taken { get; } =
        Refused(RegistrationField.Email, "This e-mail address already has an account. Sign in, or use another address.");

    /// <summary>Stored and able to sign in; null when refused.</summary>
    public UserIdentity? User { get; init; }

    public RegistrationField Field { get; init; }

    /// <summary>In the user's words; null when registered.</summary>
    public string? Problem { get; init; }

    internal static RegistrationResult Refused(RegistrationField field, string problem) => new() { Field = field, Problem = problem };
}
