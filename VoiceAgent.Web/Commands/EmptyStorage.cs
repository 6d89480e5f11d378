using VoiceAgent.Core.Storage;

namespace VoiceAgent.Web.Commands;

/// <summary>
/// Stands in for a SQLite file that is not there while a command only looks: opening it would make it, and a server started later from
/// another folder would begin anew beside it. Disposing removes it.
/// </summary>
internal sealed class EmptyStorage : IDisposable
{
    private DirectoryInfo? _folder;

    /// <summary>The configured file that is not there; null when the storage is there.</summary>
    public string? MissingFile { get; private set; }

    /// <summary>Takes the place of the configured storage if that does not exist.</summary>
    public void StandInIfMissing(IConfigurationManager configuration)
    {
        var storage = configuration.GetSection(StorageOptions.SectionName).Get<StorageOptions>() ?? new StorageOptions();
        if (storage.UsesMongo || string.IsNullOrWhiteSpace(storage.Path) || File.Exists(storage.Path))
        {
            return;
        }

        MissingFile = storage.Path;
        _folder = Directory.CreateTempSubdirectory("voiceagent-look-");
        configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Path)}"] = Path.Combine(_folder.FullName, "empty.db");
    }

    public void Dispose() => _folder?.Delete(recursive: true);
}
