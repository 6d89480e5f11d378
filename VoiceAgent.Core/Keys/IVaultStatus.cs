namespace VoiceAgent.Core.Keys;

/// <summary>Whether the vault is open, for pages, health and whoever may not start a call.</summary>
public interface IVaultStatus
{
    VaultState State { get; }
}
