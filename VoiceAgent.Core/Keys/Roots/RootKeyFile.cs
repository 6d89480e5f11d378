using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>The file that holds the root keys.</summary>
internal sealed class RootKeyFile(IOptions<VaultOptions> options, IHostEnvironment environment, TimeProvider time)
{
    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.KeyFile);

    /// <summary>Whether a missing file may be made.</summary>
    public bool MayCreate => options.Value.CreateKeyFile ?? environment.IsDevelopment();

    public bool Exists => File.Exists(Path);

    /// <summary>Whether other users of the machine may read the file.</summary>
    public bool IsReadableByOthers =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None;

    /// <summary>The ring, or what is wrong with the file as the end of a sentence.</summary>
    public async Task<(RootKeyRing? Ring, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] text;
        try
        {
            if (new FileInfo(Path).Length > RootKeyFileFormat.MaxFileSize)
            {
                return (null, $"it is larger than {RootKeyFileFormat.MaxFileSize / 1024} KB");
            }

            text = await File.ReadAllBytesAsync(Path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, "it cannot be read; check its owner and mode");
        }

        try
        {
            return RootKeyFileFormat.Parse(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>
    /// Makes the file with one new key, readable by its owner only. It appears whole or not at all; a file that another process made
    /// meanwhile is left as it is. Returns what went wrong as the end of a sentence, or null.
    /// </summary>
    public async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var text = RootKeyFileFormat.Generate(time.GetUtcNow());
        try
        {
            await OwnerOnlyFile.WriteAsync(Path, text, overwrite: false, cancellationToken);
            return null;
        }
        catch (IOException) when (Exists)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "it cannot be made there; check that the folder is writable";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
