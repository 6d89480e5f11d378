namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// How often keys may be tested: a test that anybody may make as often as they like is a free checker of stolen keys (key-vault
/// specification, section 1.8).
/// </summary>
public sealed class KeyTestOptions
{
    public const string SectionName = "KeyTests";

    /// <summary>Tests of one account in a minute.</summary>
    public int PerAccountPerMinute { get; set; } = 10;

    /// <summary>Tests of one account in a day.</summary>
    public int PerAccountPerDay { get; set; } = 60;

    /// <summary>Different keys of one provider that an account may test in an hour.</summary>
    public int NewKeysPerHour { get; set; } = 5;

    /// <summary>Different keys of one provider that an account may test in a day.</summary>
    public int NewKeysPerDay { get; set; } = 20;

    /// <summary>Different keys, of all providers together, that an account may test while it is new: accounts cost nothing to make.</summary>
    public int NewAccountKeys { get; set; } = 20;

    /// <summary>How long an account is new.</summary>
    public TimeSpan NewAccountAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Tests from one network address in an hour.</summary>
    public int PerAddressPerHour { get; set; } = 30;

    /// <summary>Requests of this server to one provider in a second, for all accounts together.</summary>
    public int PerProviderPerSecond { get; set; } = 5;

    /// <summary>Refused keys in a row after which an account has to wait.</summary>
    public int RefusedInARow { get; set; } = 3;

    /// <summary>The first wait; it doubles with every further refused key, up to a day.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A key that this many accounts have stored is not tested any more.</summary>
    public int SharedKeyAccounts { get; set; } = 3;
}
