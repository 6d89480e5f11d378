using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>Makes root keys, into a file or as text for a secret store. Never changes or removes an existing key.</summary>
public sealed class RootKeyGenerator(IOptions<VaultOptions> options, TimeProvider time)
{
    /// <summary>
    /// Adds a new random root key to the file, and makes the file (owner only) when it does not exist. In an existing file the new key is
    /// not the active one: rotation decides when it seals. Throws <see cref="RootKeyFileException"/>.
    /// </summary>
    /// <param name="path">The file; null is the one of the settings.</param>
    /// <param name="id">Name of the new key; null takes the month, and the day when the month is taken.</param>
    public async Task<GeneratedRootKey> AddAsync(string? path, string? id, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(path ?? options.Value.KeyFile);
        var existing = await ReadAsync(file, cancellationToken);
        var (text, made) = Make(existing, id, file);
        try
        {
            await OwnerOnlyFile.WriteAsync(file, text, overwrite: existing is not null, cancellationToken);
            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyFileException($"The key file {file} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(existing);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The text of a key file with one new root key, written nowhere. The caller zeroes it.</summary>
    public (byte[] Text, GeneratedRootKey Key) Create(string? id) => Make(null, id, null);

    private (byte[] Text, GeneratedRootKey Key) Make(byte[]? existing, string? id, string? file)
    {
        if (id is not null && !RootKeyFileFormat.IsId(id))
        {
            throw new RootKeyFileException($"A root key's id is 1 to {RootKey.MaxIdLength} letters, digits, dots, dashes and underscores.");
        }

        var now = time.GetUtcNow();
        var taken = existing is null ? [] : Ids(existing, file!);
        if (id is not null && taken.Contains(id))
        {
            throw new RootKeyFileException($"The key file {file} already has a root key {id}. Choose another id; an existing key is never replaced.");
        }

        var chosen = id ?? FreeId(taken, now);
        var text = RootKeyFileFormat.Add(existing ?? [], chosen, now);
        var (ring, _) = RootKeyFileFormat.Parse(text);
        using (ring)
        {
            return (text, new GeneratedRootKey(file, chosen, Convert.ToHexStringLower(ring!.Find(chosen)!.CheckValue), existing is null));
        }
    }

    private static HashSet<string> Ids(byte[] existing, string file)
    {
        var (ring, problem) = RootKeyFileFormat.Parse(existing);
        using (ring)
        {
            return ring is null
                ? throw new RootKeyFileException($"The key file {file} is not usable: {problem}. Nothing was changed. Put the file back from its backup first.")
                : [.. ring.Keys.Select(key => key.Id)];
        }
    }

    private static string FreeId(HashSet<string> taken, DateTimeOffset now)
    {
        string[] names = [now.ToString("yyyy-MM"), now.ToString("yyyy-MM-dd")];
        return names.Concat(Enumerable.Range(2, taken.Count + 1).Select(number => $"{names[1]}-{number}")).First(name => !taken.Contains(name));
    }

    private static async Task<byte[]?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyFileException($"The key file {file} cannot be read; check its owner and mode.", exception);
        }
    }
}

/// <summary>A root key that was made; says nothing about the key itself.</summary>
/// <param name="File">The file that holds it, or null.</param>
/// <param name="RootKeyId">Its name.</param>
/// <param name="CheckValue">32 hexadecimal digits that tell it from another key of the same name.</param>
/// <param name="IsNewFile">Whether it is the first key of its file.</param>
public sealed record GeneratedRootKey(string? File, string RootKeyId, string CheckValue, bool IsNewFile);

/// <summary>A key file cannot be used; the message tells the operator why and what to do.</summary>
public sealed class RootKeyFileException(string message, Exception? innerException = null) : Exception(message, innerException);
