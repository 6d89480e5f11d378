using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Contracts.Documents;

/// <summary>A document with one property of each kind that the port knows.</summary>
public sealed record Sample
{
    public required string Id { get; init; }

    public string? Text { get; init; }

    /// <summary>Unique.</summary>
    public string? Code { get; init; }

    /// <summary>Unique together with <see cref="Slot"/>.</summary>
    public string? Group { get; init; }

    public int? Slot { get; init; }

    public int Number { get; init; }

    public long Large { get; init; }

    public double Fraction { get; init; }

    public bool Flag { get; init; }

    public bool? MaybeFlag { get; init; }

    public Color Color { get; init; }

    public Color? MaybeColor { get; init; }

    public AccountId Owner { get; init; }

    public AccountId? MaybeOwner { get; init; }

    public Guid Token { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? MaybeAt { get; init; }

    public TimeSpan Length { get; init; }

    public DateOnly Day { get; init; }

    public SamplePart? Part { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];

    public byte[]? Bytes { get; init; }

    public IReadOnlyDictionary<string, SampleNote>? Notes { get; init; }

    public decimal Price { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public static DocumentCollection<Sample> Collection { get; } = new()
    {
        Name = "samples",
        Id = sample => sample.Id,
        Indexes =
        [
            DocumentIndex<Sample>.On("owner_at", sample => sample.Owner, sample => sample.At),
            DocumentIndex<Sample>.Unique("code", sample => sample.Code),
            DocumentIndex<Sample>.Unique("group_slot", sample => sample.Group, sample => sample.Slot),
        ],
        Expiry = sample => sample.ExpiresAt,
    };
}

/// <summary>A nested object.</summary>
public sealed record SamplePart(string? Name, int Rank);

/// <summary>Filed under any name.</summary>
public sealed record SampleNote(string? Text, byte[]? Seal);

/// <summary>Stored by name.</summary>
public enum Color
{
    Red,
    Green,
    Blue,
}

/// <summary>
/// A clock that stands where it is put: far ahead, because a real MongoDB deletes what has expired by its own clock.
/// </summary>
public sealed class StandingTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2126, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
