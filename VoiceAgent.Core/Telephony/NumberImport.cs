using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Telephony;

/// <summary>The numbers an account owns at its carrier.</summary>
public interface INumberImport
{
    /// <summary>Asks the carrier with the account's own key. Never throws for provider trouble: the result says what is wrong.</summary>
    Task<NumberImportResult> ListAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>What the carrier told.</summary>
/// <param name="Numbers">The account's active numbers there; empty when there is a problem.</param>
/// <param name="Problem">Why nothing could be listed, in the user's words with the way out, or null.</param>
public sealed record NumberImportResult(IReadOnlyList<ImportableNumber> Numbers, string? Problem = null);

/// <summary>A number at the carrier.</summary>
/// <param name="Number">+E.164.</param>
/// <param name="ConnectionName">The carrier's name of the application that receives its calls, or null when none does.</param>
public sealed record ImportableNumber(string Number, string? ConnectionName);
