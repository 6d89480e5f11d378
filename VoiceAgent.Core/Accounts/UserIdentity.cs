namespace VoiceAgent.Core.Accounts;

/// <summary>
/// The working copy of a <see cref="Accounts.User"/> that ASP.NET Core Identity edits during one request, with the version it was read
/// at. Identity changes properties one by one; here each change replaces the record. Not thread-safe.
/// </summary>
public sealed class UserIdentity(User user, long version)
{
    public User User { get; internal set; } = user;

    /// <summary>Version of the stored document; 0 for a user that is not stored yet.</summary>
    public long Version { get; internal set; } = version;

    /// <summary>A user not stored yet. Identity fills in normalized e-mail, password hash and security stamp.</summary>
    public static UserIdentity New(AccountId account, string email, DateTimeOffset now) => new(
        new User
        {
            Id = UserId.New(),
            AccountId = account,
            Email = email,
            NormalizedEmail = string.Empty,
            SecurityStamp = string.Empty,
            CreatedAt = now,
        },
        version: 0);
}
