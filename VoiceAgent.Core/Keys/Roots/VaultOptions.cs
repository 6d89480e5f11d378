using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>Where the vault's root keys are.</summary>
public sealed class VaultOptions
{
    public const string SectionName = "Vault";

    /// <summary>The root key file; a relative path counts from the current directory, as that of the storage does.</summary>
    [Required(ErrorMessage = "Vault:KeyFile is empty. Name the file that holds the vault's root keys, such as data/vault-keys.json.")]
    public string KeyFile { get; set; } = "data/vault-keys.json";

    /// <summary>
    /// Name of an environment variable that holds the root keys where there is no key file; unset once it has been read. Empty: none.
    /// </summary>
    public string KeyVariable { get; set; } = "VOICEAGENT_VAULT_KEYS";

    /// <summary>
    /// Whether a missing file is made at start while nothing is sealed yet. Null: in Development only. An operator sets it for the
    /// first start of a new installation; it never replaces a file that sealed something.
    /// </summary>
    public bool? CreateKeyFile { get; set; }

    /// <summary>How often a server looks for a changed key file and a changed active root key, and says which keys it has loaded.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Vault:RefreshInterval must be between 1 second and 10 minutes.")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class VaultOptionsValidator : IValidateOptions<VaultOptions>;
