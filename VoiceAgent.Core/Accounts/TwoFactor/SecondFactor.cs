using System.Security.Cryptography;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>
/// A user's authenticator app and recovery codes. Whether a code is asked for at sign-in is said by <see cref="User.TwoFactorEnabled"/>.
/// </summary>
public sealed record SecondFactor
{
    public static DocumentCollection<SecondFactor> Collection { get; } = new()
    {
        Name = "second_factors",
        Id = factor => factor.UserId.ToString(),
        Indexes = [DocumentIndex<SecondFactor>.On("root_key", factor => factor.Key!.RootKeyId)],
    };

    public static SealedDocuments<SecondFactor> Sealed { get; } = new()
    {
        Collection = Collection,
        SealedBy = rootKeyId => factor => factor.Key!.RootKeyId == rootKeyId || factor.PendingKey!.RootKeyId == rootKeyId,
        Reseal = Reseal,
    };

    public required UserId UserId { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>The app's key, sealed for <see cref="SecondFactors.PurposeOf"/>; null until a code has proved that the app has it.</summary>
    public SealedSecret? Key { get; init; }

    /// <summary>A key that was shown but not yet proved, sealed alike.</summary>
    public SealedSecret? PendingKey { get; init; }

    /// <summary>When the pending key is forgotten.</summary>
    public DateTimeOffset? PendingUntil { get; init; }

    /// <summary>The <see cref="Totp"/> step of the last code that was accepted: it and all before it are used up.</summary>
    public long LastStep { get; init; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    public DateTimeOffset? EnabledAt { get; init; }

    private static SecondFactor? Reseal(KeyVault vault, SecondFactor factor)
    {
        if (factor is { Key: null, PendingKey: null })
        {
            return factor;
        }

        var purpose = SecondFactors.PurposeOf(factor.UserId);
        return TryReseal(vault, purpose, factor.Key, out var key) && TryReseal(vault, purpose, factor.PendingKey, out var pending)
            ? factor with { Key = key, PendingKey = pending }
            : null;
    }

    private static bool TryReseal(KeyVault vault, string purpose, SealedSecret? secret, out SealedSecret? resealed)
    {
        resealed = null;
        if (secret is null)
        {
            return true;
        }

        if (vault.Open(purpose, secret) is not { } opened)
        {
            return false;
        }

        resealed = vault.Seal(purpose, opened);
        CryptographicOperations.ZeroMemory(opened);
        return true;
    }
}
