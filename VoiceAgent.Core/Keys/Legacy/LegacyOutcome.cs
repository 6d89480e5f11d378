using System.Text.Json.Serialization;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>What became, or in a dry run would become, of one stored key of the earlier system.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LegacyOutcome>))]
public enum LegacyOutcome
{
    /// <summary>Sealed for the account; not tested yet.</summary>
    Imported,

    /// <summary>This very token was imported before; what its owner did with the key since holds.</summary>
    AlreadyImported,

    /// <summary>The account has a key that its owner set here; it stays.</summary>
    KeptNewer,

    /// <summary>Another key of the same provider goes to the same account and was written later.</summary>
    Superseded,

    /// <summary>Nothing is stored in the field.</summary>
    Empty,

    /// <summary>Marked inactive in the earlier system.</summary>
    Inactive,

    /// <summary>Not built like a Fernet token.</summary>
    Malformed,

    /// <summary>Opens with none of the candidate keys: another secret, or damaged.</summary>
    Unreadable,

    /// <summary>Opens, but holds no key that a provider could have given out.</summary>
    Refused,

    /// <summary>A provider that VoiceAgent does not use, or an alias that has to be named.</summary>
    UnknownProvider,

    /// <summary>Nobody here has the address of the earlier system's user.</summary>
    UnknownOwner,

    /// <summary>A webhook public key without a Telnyx key of the account to go with.</summary>
    NoTelnyxKey,
}

/// <summary>One line of the report: where, whose, what; never a value, a token or an e-mail address.</summary>
/// <param name="Detail">For <see cref="LegacyOutcome.Refused"/>: what is wrong, repeating nothing of the key.</param>
public sealed record LegacyLine(
    string Collection, string DocumentId, string Field, string? User, ProviderName? Provider, LegacyOutcome Outcome, bool Trimmed = false, string? Detail = null)
{
    /// <summary>Whether the operator has to look at it: a key was there and did not arrive.</summary>
    public bool IsProblem => Outcome is LegacyOutcome.Malformed or LegacyOutcome.Unreadable or LegacyOutcome.Refused or LegacyOutcome.UnknownProvider
        or LegacyOutcome.UnknownOwner or LegacyOutcome.NoTelnyxKey;
}

/// <summary>What an import did, or in a dry run would do.</summary>
public sealed record LegacyReport
{
    public required bool IsDryRun { get; init; }

    /// <summary>Documents read, with keys or without.</summary>
    public required int Documents { get; init; }

    /// <summary>In the order they were found.</summary>
    public required IReadOnlyList<LegacyLine> Lines { get; init; }

    /// <summary>Which derivations opened something.</summary>
    public required IReadOnlyList<FernetCandidate> Candidates { get; init; }

    public int Count(LegacyOutcome outcome) => Lines.Count(line => line.Outcome == outcome);

    public bool HasProblems => Lines.Any(line => line.IsProblem);
}

/// <summary>What a probe found.</summary>
public sealed record LegacyProbe
{
    public required int Documents { get; init; }

    /// <summary>Fields that hold something, whether a token or not.</summary>
    public required int Fields { get; init; }

    /// <summary>Tokens that the candidates were tried on.</summary>
    public required int Tried { get; init; }

    /// <summary>Of these, tokens that any candidate opened.</summary>
    public required int Opened { get; init; }

    public required IReadOnlyList<FernetCandidate> Candidates { get; init; }
}
