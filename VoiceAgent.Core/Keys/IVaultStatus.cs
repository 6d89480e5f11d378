namespace VoiceAgent.Core.Keys;

/// <summary>Whether the key vault is open.</summary>
public interface IVaultStatus
{
    VaultState State { get; }
}
