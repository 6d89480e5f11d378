using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>The file that holds the root keys.</summary>
internal sealed class RootKeyFile(IOptions<VaultOptions> options, IHostEnvironment environment, TimeProvider time) : IRootKeyProvider
{
    private byte[] _lastRead = [];

    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.KeyFile);

    public string Description => $"The vault's key file {Path}";

    /// <summary>Whether a missing file may be made.</summary>
    public bool MayCreate => options.Value.CreateKeyFile ?? environment.IsDevelopment();

    public bool IsPresent => File.Exists(Path);

    public string? Warning => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None
        ? $"Other users of this machine can read the vault's key file {Path}. Give it mode 0400 or 0600."
        : null;

    /// <inheritdoc/>
    /// <remarks>Compares what the file holds, not its date: a mounted secret changes by a link that points elsewhere.</remarks>
    public async Task<RootKeyReading?> ReadAsync(bool onlyWhenChanged, CancellationToken cancellationToken)
    {
        byte[] text;
        try
        {
            if (new FileInfo(Path).Length > RootKeyFileFormat.MaxFileSize)
            {
                return new RootKeyReading(null, $"it is larger than {RootKeyFileFormat.MaxFileSize / 1024} KB");
            }

            text = await File.ReadAllBytesAsync(Path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new RootKeyReading(null, "it cannot be read; check its owner and mode");
        }

        try
        {
            var hash = SHA256.HashData(text);
            if (onlyWhenChanged && hash.AsSpan().SequenceEqual(_lastRead))
            {
                return null;
            }

            var (ring, problem) = RootKeyFileFormat.Parse(text);
            _lastRead = ring is null ? [] : hash;
            return new RootKeyReading(ring, problem);
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
        catch (IOException) when (IsPresent)
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
