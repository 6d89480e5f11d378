namespace VoiceAgent.Core.Storage.Copying;

/// <summary>Opens databases by where they are: a <c>mongodb://</c> address, or else the path of a SQLite file.</summary>
/// <param name="openArchive">Opens the database as it is; a source is only read and has to exist.</param>
/// <param name="openStore">Opens it as the server does.</param>
/// <param name="configured">Where the server of this configuration keeps its documents.</param>
public sealed class StorageLocations(
    Func<StorageOptions, bool, IStorageArchive> openArchive,
    Func<StorageOptions, IDocumentStore> openStore,
    Func<StorageOptions> configured)
{
    private static readonly string[] Schemes = ["mongodb://", "mongodb+srv://"];

    /// <summary>Throws <see cref="StorageException"/> when there is nothing to read.</summary>
    public IStorageArchive OpenSource(string? location) => openArchive(Read(location), false);

    public IStorageArchive OpenTarget(string? location) => openArchive(Read(location), true);

    public IDocumentStore OpenStore(string? location) => openStore(Read(location));

    /// <summary>The configured storage where no location is given.</summary>
    private StorageOptions Read(string? location)
    {
        if (location is null)
        {
            return configured();
        }

        return Schemes.Any(scheme => location.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ? new StorageOptions { MongoUri = location }
            : new StorageOptions { Path = location };
    }
}
