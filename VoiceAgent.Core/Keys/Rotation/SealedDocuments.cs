using System.Linq.Expressions;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>
/// How the documents of one collection hold secrets that the vault sealed. Declared next to the collection and registered with
/// <see cref="SealedCollectionServices.AddSealedDocuments"/>; without that a rotation of the root key would leave the collection behind.
/// </summary>
/// <typeparam name="T">The document; its secrets are properties of type <see cref="SealedSecret"/>.</typeparam>
public sealed record SealedDocuments<T>
    where T : class
{
    public required DocumentCollection<T> Collection { get; init; }

    /// <summary>
    /// Selects the documents of which a secret is sealed by the root key with this id, such as
    /// <c>id => key => key.Secret.RootKeyId == id</c>. An index on that property keeps it quick.
    /// </summary>
    public required Func<string, Expression<Func<T, bool>>> SealedBy { get; init; }

    /// <summary>
    /// The document with every secret opened and sealed again by the active root key, otherwise the same; the very document when it holds
    /// no secret; null when a secret does not open. Zeroes what it opened. Pure.
    /// </summary>
    public required Func<KeyVault, T, T?> Reseal { get; init; }

    /// <summary>The document marked so that its owner is asked for the secret again; it keeps the ciphertext. Pure.</summary>
    public Func<T, T> MarkUnreadable { get; init; } = document => document;
}
