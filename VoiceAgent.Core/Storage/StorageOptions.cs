namespace VoiceAgent.Core.Storage;

/// <summary>Where documents are kept.</summary>
public sealed class StorageOptions
{
    public const string SectionName = "Storage";

    /// <summary>
    /// The database file, made with its folder when it does not exist, readable by its owner only. A relative path counts from the
    /// working directory.
    /// </summary>
    public string Path { get; set; } = string.Empty;
}
