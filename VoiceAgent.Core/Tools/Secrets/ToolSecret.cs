using System.Security.Cryptography;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Tools.Secrets;

/// <summary>A secret header of a tool, sealed for its account, tool, destination host and header.</summary>
public sealed record ToolSecret
{
    public static DocumentCollection<ToolSecret> Collection { get; } = new()
    {
        Name = "tool_secrets",
        Id = secret => IdOf(secret.Tool, secret.Header),
        Indexes =
        [
            DocumentIndex<ToolSecret>.On("account_tool", secret => secret.AccountId, secret => secret.Tool),
            DocumentIndex<ToolSecret>.On("root_key", secret => secret.Secret.RootKeyId),
        ],
    };

    internal static SealedDocuments<ToolSecret> Sealed { get; } = new()
    {
        Collection = Collection,
        SealedBy = rootKeyId => secret => secret.Secret.RootKeyId == rootKeyId,
        Reseal = Reseal,
        MarkUnreadable = secret => secret.IsUnreadable ? secret : secret with { IsUnreadable = true },
    };

    public required AccountId AccountId { get; init; }

    /// <summary>Id of the tool, 32 hexadecimal digits.</summary>
    public required string Tool { get; init; }

    /// <summary>Name of the header.</summary>
    public required string Header { get; init; }

    /// <summary>Where it may be sent: host and port.</summary>
    public required string Host { get; init; }

    public required SealedSecret Secret { get; init; }

    /// <summary>Whether it did not open when it was last tried: its owner has to enter it again.</summary>
    public bool IsUnreadable { get; init; }

    internal ToolSecretBinding Binding => new(AccountId, Tool, Host, Header);

    internal static string IdOf(string tool, string header) => $"{tool}-{header.ToLowerInvariant()}";

    private static ToolSecret? Reseal(KeyVault vault, ToolSecret secret)
    {
        if (vault.Open(secret.Binding.Purpose, secret.Secret) is not { } opened)
        {
            return null;
        }

        try
        {
            return secret with { Secret = vault.Seal(secret.Binding.Purpose, opened), IsUnreadable = false };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }
}
