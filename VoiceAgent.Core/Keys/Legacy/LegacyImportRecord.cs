using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>
/// Remembers that a token was imported into an account, also when its key is deleted or replaced afterwards: an import that is run again
/// brings back nothing.
/// </summary>
public sealed record LegacyImportRecord
{
    public static DocumentCollection<LegacyImportRecord> Collection { get; } = new()
    {
        Name = "legacy_imports",
        Id = record => record.Id,
        Indexes = [DocumentIndex<LegacyImportRecord>.On("account", record => record.AccountId)],
    };

    /// <summary>See <see cref="IdOf"/>.</summary>
    public required string Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required ProviderName Provider { get; init; }

    public required KeyOrigin Origin { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>SHA-256 over account, collection, document, field and token hash, each with its length.</summary>
    public static string IdOf(AccountId account, KeyOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])[account.ToString(), origin.Collection, origin.DocumentId, origin.Field, origin.TokenHash])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
