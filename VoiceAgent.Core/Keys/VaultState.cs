namespace VoiceAgent.Core.Keys;

/// <summary>Whether keys can be opened. A locked vault keeps the UI up and refuses calls.</summary>
/// <param name="LockedBecause">What is wrong with the root key and what the operator can do, or null when the vault is open.</param>
public sealed record VaultState(string? LockedBecause)
{
    public static VaultState Open { get; } = new((string?)null);

    /// <summary>What the operator should put right before the next start although keys can be opened, or null.</summary>
    public string? Warning { get; init; }

    public bool IsLocked => LockedBecause is not null;
}

/// <summary>Opening or sealing was asked of a locked vault.</summary>
public sealed class VaultLockedException(string reason) : Exception(reason);
