namespace VoiceAgent.Core.Storage;

/// <summary>Where documents are kept.</summary>
public sealed class StorageOptions
{
    public const string SectionName = "Storage";

    /// <summary>
    /// Where MongoDB is, such as <c>mongodb://user:password@host:27017/voiceagent?replicaSet=rs0</c>; the database is
    /// <c>voiceagent</c> unless it names another. Empty keeps the documents in the file <see cref="Path"/>. It may hold a password:
    /// neither log nor show it.
    /// </summary>
    public string MongoUri { get; set; } = string.Empty;

    /// <summary>
    /// The database file, made with its folder when it does not exist, readable by its owner only. A relative path counts from the
    /// working directory.
    /// </summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>Whether the documents are in MongoDB.</summary>
    public bool UsesMongo => !string.IsNullOrWhiteSpace(MongoUri);
}
