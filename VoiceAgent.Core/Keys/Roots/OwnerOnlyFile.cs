namespace VoiceAgent.Core.Keys.Roots;

/// <summary>Writes files that only their owner may read. A file appears whole or not at all.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes the file and its folder, mode 0600 and 0700. With <paramref name="overwrite"/> an existing file is replaced in one step and
    /// keeps what its owner may do (0400 stays 0400); without it an existing file makes this fail with an <see cref="IOException"/>.
    /// </summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancellationToken)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var target = overwrite ? Resolve(path) : path;
        var unfinished = $"{target}.{Guid.NewGuid():N}.new";
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = OwnerOnly;
            }

            await using (var stream = new FileStream(unfinished, create))
            {
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            if (overwrite && !OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(unfinished, File.GetUnixFileMode(target) & OwnerOnly);
            }

            File.Move(unfinished, target, overwrite);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>The file a link stands for, so that replacing it leaves the link in place.</summary>
    private static string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }
    }
}
