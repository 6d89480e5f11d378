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
    /// Whether a missing file is made at start while nothing is sealed yet. Null: in Development only. An operator sets it for the
    /// first start of a new installation; it never replaces a file that sealed something.
    /// </summary>
    public bool? CreateKeyFile { get; set; }
}

[OptionsValidator]
internal sealed partial class VaultOptionsValidator : IValidateOptions<VaultOptions>;
