using System.Globalization;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>A telephone number of the simulated Telnyx account.</summary>
public sealed record SimulatedNumber
{
    /// <summary>Telnyx's id: digits beyond what a double can hold, as text.</summary>
    public required string Id { get; init; }

    /// <summary>+E.164.</summary>
    public required string Number { get; init; }

    /// <summary>The Call Control application the number belongs to.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>Where the events of its calls go; null while no app is connected.</summary>
    public Uri? WebhookUrl { get; init; }

    public required DateTimeOffset PurchasedAt { get; init; }

    public string CountryCode => Number.StartsWith("+49", StringComparison.Ordinal) ? "DE"
        : Number.StartsWith("+44", StringComparison.Ordinal) ? "GB"
        : Number.StartsWith("+1", StringComparison.Ordinal) ? "US" : "XX";

    internal static SimulatedNumber Create(string number, int index, DateTimeOffset now) => new()
    {
        Id = (1293384261075731400 + index).ToString(CultureInfo.InvariantCulture),
        Number = number,
        ConnectionId = TelnyxSimulator.ConnectionId,
        PurchasedAt = now,
    };
}
