using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Web.Commands;

/// <summary>A rotation and a restore as an operator does them: commands over a database file and a key file.</summary>
[Trait("Kind", "Host")]
public sealed class VaultCommandsTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";
    private const int Keys = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-commands-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_folder.FullName, "vault-keys.json");

    private string Database => Path.Combine(_folder.FullName, "voiceagent.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_root_key_is_replaced_from_the_command_line()
    {
        await VaultAsync(0, "keygen", "--kid", "old");
        await InsertKeysAsync();
        await VaultAsync(0, "keygen", "--kid", "new");

        Assert.Equal(["new"], Strings((await JsonAsync(0, "status")).GetProperty("notStaged")));
        Assert.Contains("make it known with: vault stage --kid new", (await VaultAsync(0, "status")).Output, StringComparison.Ordinal);
        Assert.Equal("staged", (await JsonAsync(0, "stage")).GetProperty("state").GetString());
        Assert.Equal("active", (await JsonAsync(0, "activate")).GetProperty("state").GetString());
        Assert.Contains($"still seals {Keys} in provider_keys", (await VaultAsync(1, "retire")).Error, StringComparison.Ordinal);

        var rewrapped = await JsonAsync(0, "rewrap", "--batch", "5");
        Assert.Equal((Keys, 0), (rewrapped.GetProperty("rewrapped").GetInt32(), rewrapped.GetProperty("remaining").GetInt32()));
        Assert.Equal(0, (await JsonAsync(0, "rewrap")).GetProperty("rewrapped").GetInt32());
        Assert.Equal("retired", (await JsonAsync(0, "retire")).GetProperty("state").GetString());

        var status = await JsonAsync(0, "status");
        Assert.Equal(
            [("old", "retired", 0), ("new", "active", Keys)],
            status.GetProperty("rootKeys").EnumerateArray().Select(key => (
                key.GetProperty("rootKeyId").GetString()!, key.GetProperty("state").GetString()!, key.GetProperty("seals").GetProperty("provider_keys").GetInt32())));
        var verified = await JsonAsync(0, "verify");
        Assert.Equal((Keys, 0), (verified.GetProperty("opened").GetInt32(), verified.GetProperty("unreadable").GetInt32()));
    }

    [Fact]
    public async Task A_backup_of_database_and_key_file_opens_on_a_clean_host()
    {
        await VaultAsync(0, "keygen", "--kid", "drill");
        await InsertKeysAsync();
        var clean = _folder.CreateSubdirectory("clean");
        File.Copy(Database, Path.Combine(clean.FullName, "voiceagent.db"));
        var keyFile = Path.Combine(clean.FullName, "keys.json");
        string[] settings = [$"--Storage:Path={Path.Combine(clean.FullName, "voiceagent.db")}", $"--Vault:KeyFile={keyFile}"];

        var missing = await CommandRun.Async(["vault", "verify", .. settings]);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("does not exist, but stored keys were sealed with it", missing.Error, StringComparison.Ordinal);
        Assert.Contains("Put the file back from its backup", missing.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(keyFile, VoiceAgent.Tests.Core.Keys.TestVault.FileText(("drill", 9)), Token);
        var wrong = await CommandRun.Async(["vault", "verify", .. settings]);
        Assert.Equal(3, wrong.ExitCode);
        Assert.Contains("holds another root key drill than the one that sealed stored keys", wrong.Error, StringComparison.Ordinal);

        File.Copy(KeyFile, keyFile, overwrite: true);
        var restored = await CommandRun.Async(["vault", "verify", "--json", .. settings]);
        Assert.Equal(0, restored.ExitCode);
        var collection = restored.Json.GetProperty("collections").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "provider_keys");
        Assert.Equal((Keys, 0), (collection.GetProperty("opened").GetInt32(), collection.GetProperty("unreadable").GetInt32()));
    }

    [Fact]
    public async Task What_does_not_open_is_counted_and_told_with_exit_code_1_and_never_shown()
    {
        await VaultAsync(0, "keygen");
        var first = (await InsertKeysAsync())[0];
        await WithServicesAsync(services => services.GetRequiredService<IDocuments<ProviderKey>>()
            .UpdateAsync(first.Id.ToString(), key => key with { AccountId = AccountId.New() }, Token));

        var verified = await VaultAsync(1, "verify", "--json", "-");

        Assert.Equal((Keys - 1, 1), (verified.Json.GetProperty("opened").GetInt32(), verified.Json.GetProperty("unreadable").GetInt32()));
        Assert.Contains("Some do not open", (await VaultAsync(1, "verify")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, verified.Output + verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_a_new_installation_makes_no_key_file_and_says_how()
    {
        var status = await VaultAsync(1, "status", "--environment", "Development");

        Assert.Contains("Make one with: vault keygen", status.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
        Assert.Contains($"There is no database at {Database}", status.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await CommandRun.Async(["vault", "verify", $"--Storage:Path={Database}", $"--Vault:KeyFile={KeyFile}"])).ExitCode);
        Assert.False(File.Exists(Database), "Looking made a database.");
        Assert.Contains("No root key is staged", (await VaultAsync(1, "activate")).Error, StringComparison.Ordinal);
        Assert.Contains("--batch must be 1 to 10000", (await VaultAsync(2, "rewrap", "--batch", "0")).Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(each => each.GetString());

    private async Task<JsonElement> JsonAsync(int exitCode, params string[] words) => (await VaultAsync(exitCode, [.. words, "--json"])).Json;

    private async Task<CommandRun> VaultAsync(int exitCode, params string[] words)
    {
        var run = await CommandRun.Async(["vault", .. words, $"--Storage:Path={Database}", $"--Vault:KeyFile={KeyFile}"]);
        Assert.True(exitCode == run.ExitCode, $"exit code {run.ExitCode}: {run.Error}{run.Output}");
        return run;
    }

    private async Task<IReadOnlyList<ProviderKey>> InsertKeysAsync()
    {
        await WithServicesAsync(async services =>
        {
            await services.GetRequiredService<VaultAccess>().OpenForSealingAsync(Token);
            var keys = services.GetRequiredService<IProviderKeys>();
            for (var i = 0; i < Keys; i++)
            {
                Assert.True((await keys.SaveAsync(AccountId.New(), UserId.New(), ProviderName.Deepgram, new KeyInput { Key = Key }, Token)).Saved);
            }
        });
        IReadOnlyList<ProviderKey> stored = [];
        await WithServicesAsync(async services => stored =
        [
            .. (await services.GetRequiredService<IDocuments<ProviderKey>>().QueryAsync(new DocumentQuery<ProviderKey> { Where = key => true }, Token))
                .Select(each => each.Document),
        ]);
        return stored;
    }

    private async Task WithServicesAsync(Func<IServiceProvider, Task> work)
    {
        using var host = CommandHost.Create([$"--Storage:Path={Database}", $"--Vault:KeyFile={KeyFile}"], null);
        await work(host.Services);
    }
}
