using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>Opens the vault for a command, which has no server that does it.</summary>
public sealed class VaultAccess
{
    private readonly VaultOpener _opener;
    private readonly KeyVault _vault;

    internal VaultAccess(VaultOpener opener, KeyVault vault)
    {
        _opener = opener;
        _vault = vault;
    }

    /// <summary>For a command that changes nothing. Throws <see cref="VaultLockedException"/> with what the operator can do.</summary>
    public Task OpenForReadingAsync(CancellationToken cancellationToken) => OpenAsync(VaultPurpose.Look, cancellationToken);

    /// <summary>For a command that seals; the first of an installation remembers its root key. Throws as <see cref="OpenForReadingAsync"/>.</summary>
    public Task OpenForSealingAsync(CancellationToken cancellationToken) => OpenAsync(VaultPurpose.Seal, cancellationToken);

    private async Task OpenAsync(VaultPurpose purpose, CancellationToken cancellationToken)
    {
        await _opener.RefreshAsync(purpose, cancellationToken);
        _vault.EnsureOpen();
    }
}
