using System.Text;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Tests.Web.Commands;

[Trait("Kind", "Unit")]
public sealed class KeygenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-keygen-");

    private string KeyFile => Path.Combine(_folder.FullName, "keys", "vault-keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_key_makes_a_file_for_its_owner_only_and_prints_nothing_of_the_key()
    {
        var run = await KeygenAsync("--kid", "first", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("first", run.Json.GetProperty("rootKeyId").GetString());
        Assert.True(run.Json.GetProperty("isNewFile").GetBoolean());
        using var ring = Ring();
        Assert.Equal("first", ring.Active.Id);
        Assert.Equal(Convert.ToHexStringLower(ring.Active.CheckValue), run.Json.GetProperty("checkValue").GetString());
        Assert.DoesNotContain(KeyText(), run.Output + run.Error, StringComparison.Ordinal);
        AssertMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AssertMode(Path.GetDirectoryName(KeyFile)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task The_next_key_is_added_and_neither_the_others_nor_the_active_one_nor_the_mode_change()
    {
        await KeygenAsync("--kid", "first");
        byte[] check;
        using (var before = Ring())
        {
            check = before.Active.CheckValue;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);
        }

        var run = await KeygenAsync("--kid", "second");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("vault stage --kid second", run.Output, StringComparison.Ordinal);
        using var ring = Ring();
        Assert.Equal(["first", "second"], ring.Keys.Select(key => key.Id));
        Assert.Equal(check, ring.Active.CheckValue);
        Assert.NotEqual(check, ring.Find("second")!.CheckValue);
        AssertMode(KeyFile, UnixFileMode.UserRead);
        Assert.Equal([KeyFile], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
    }

    [Fact]
    public async Task Keys_are_named_after_the_month_then_the_day_then_by_number()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(0, (await KeygenAsync()).ExitCode);
        }

        using var ring = Ring();
        Assert.Equal([7, 10, 12, 12], ring.Keys.Select(key => key.Id.Length));
    }

    [Theory]
    [InlineData("first", "already has a root key first")]
    [InlineData("no spaces", "letters, digits, dots, dashes and underscores")]
    public async Task A_name_that_is_taken_or_no_name_is_refused_and_nothing_changes(string id, string message)
    {
        await KeygenAsync("--kid", "first");
        var text = await File.ReadAllTextAsync(KeyFile);

        var run = await KeygenAsync("--kid", id);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(KeyFile));
    }

    [Fact]
    public async Task A_damaged_file_is_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, "{");

        var run = await KeygenAsync();

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is not usable: it is not complete JSON. Nothing was changed.", run.Error, StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(KeyFile));
    }

    [Fact]
    public async Task The_key_is_printed_on_explicit_request_only_and_then_written_nowhere()
    {
        var run = await KeygenAsync("--print", "--kid", "printed");

        var (ring, problem) = RootKeyFileFormat.Parse(Encoding.UTF8.GetBytes(run.Output));
        Assert.Null(problem);
        Assert.Equal("printed", ring!.Active.Id);
        ring.Dispose();
        Assert.False(File.Exists(KeyFile));
        Assert.Equal(2, (await KeygenAsync("--print", "--json")).ExitCode);
    }

    private Task<CommandRun> KeygenAsync(params string[] options) => CommandRun.Async(["vault", "keygen", $"--Vault:KeyFile={KeyFile}", .. options]);

    private RootKeyRing Ring() => RootKeyFileFormat.Parse(File.ReadAllBytes(KeyFile)).Ring!;

    private string KeyText() => System.Text.Json.JsonDocument.Parse(File.ReadAllText(KeyFile)).RootElement.GetProperty("keys")[0].GetProperty("key").GetString()!;

    private static void AssertMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }
}
