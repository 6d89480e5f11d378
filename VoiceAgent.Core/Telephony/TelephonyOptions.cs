namespace VoiceAgent.Core.Telephony;

/// <summary>Settings of the doors that carriers come through (section <c>Telephony</c>).</summary>
public sealed class TelephonyOptions
{
    public const string SectionName = "Telephony";

    /// <summary>
    /// Whether a media socket at <c>/media/telnyx</c> that no webhook announced starts a call, so that anything that speaks the carrier's
    /// framing can drive the server. Whoever reaches the address then calls at the account's cost, so never in Production.
    /// </summary>
    public bool AllowUnannouncedMedia { get; set; }

    /// <summary>E-mail address of the user whose account such calls belong to and on whose keys they run; null is the sandbox's demo account.</summary>
    public string? UnannouncedAccount { get; set; }

    /// <summary>The account's number whose agent answers, +E.164; null is the first number that has an agent.</summary>
    public string? UnannouncedNumber { get; set; }
}
