using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Roots;

[Trait("Kind", "Unit")]
public sealed class VaultOpenerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-vault-");
    private readonly InMemoryDocuments<RootKeyRecord> _records = new(RootKeyRecord.Collection, TimeProvider.System);

    private string KeyFile => Path.Combine(_folder.FullName, "keys", "vault-keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Development_makes_the_file_for_its_owner_only()
    {
        var state = await StartAsync(Environments.Development);

        Assert.False(state.IsLocked);
        Assert.Equal([KeyFile], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task The_next_start_uses_the_same_file_and_changes_nothing()
    {
        await StartAsync(Environments.Development);
        var text = await File.ReadAllTextAsync(KeyFile);

        var state = await StartAsync(Environments.Production);

        Assert.False(state.IsLocked);
        Assert.Equal(text, await File.ReadAllTextAsync(KeyFile));
        Assert.Equal(1, await _records.CountAsync(record => record.RootKeyId != "", CancellationToken.None));
    }

    [Fact]
    public async Task Production_never_makes_a_file_silently()
    {
        var state = await StartAsync(Environments.Production);

        Assert.Contains(KeyFile, state.LockedBecause, StringComparison.Ordinal);
        Assert.Contains("--Vault:CreateKeyFile=true", state.LockedBecause, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task Production_makes_the_file_when_the_operator_says_so()
    {
        var state = await StartAsync(Environments.Production, create: true);

        Assert.False(state.IsLocked);
        Assert.True(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("Development", null)]
    [InlineData("Production", null)]
    [InlineData("Production", true)]
    public async Task A_file_that_sealed_something_is_never_made_anew(string environment, bool? create)
    {
        await StartAsync(Environments.Development);
        File.Delete(KeyFile);

        var state = await StartAsync(environment, create);

        Assert.Contains("does not exist, but stored keys were sealed with it", state.LockedBecause, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"AAAA"}]}""")]
    public async Task A_damaged_file_locks_the_vault_and_is_left_as_it_is(string text)
    {
        Write(text);

        var state = await StartAsync(Environments.Development);

        Assert.StartsWith($"The vault's key file {KeyFile} is not usable: ", state.LockedBecause, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(KeyFile));
    }

    [Fact]
    public async Task A_truncated_file_locks_the_vault()
    {
        await StartAsync(Environments.Development);
        var text = await File.ReadAllTextAsync(KeyFile);
        Write(text[..(text.Length / 2)]);

        Assert.True((await StartAsync(Environments.Development)).IsLocked);
    }

    [Fact]
    public async Task An_oversized_file_locks_the_vault()
    {
        Write(new string(' ', RootKeyFileFormat.MaxFileSize + 1));

        Assert.Contains("larger than", (await StartAsync(Environments.Development)).LockedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_root_under_the_same_id_locks_the_vault()
    {
        Write(TestVault.FileText(("a", 1)));
        await StartAsync(Environments.Production);
        Write(TestVault.FileText(("a", 2)));

        var state = await StartAsync(Environments.Production);

        Assert.Contains("holds another root key a than the one that sealed stored keys", state.LockedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_the_root_that_sealed_something_locks_the_vault()
    {
        Write(TestVault.FileText(("a", 1)));
        await StartAsync(Environments.Production);
        Write(TestVault.FileText(("b", 2)));

        var state = await StartAsync(Environments.Production);

        Assert.Contains("has no root key a, which sealed stored keys", state.LockedBecause, StringComparison.Ordinal);
        Assert.Null(await _records.FindAsync("b", CancellationToken.None));
    }

    [Fact]
    public async Task A_file_with_both_roots_opens_and_a_retired_root_may_leave()
    {
        Write(TestVault.FileText(("a", 1)));
        await StartAsync(Environments.Production);
        Write(TestVault.FileText(("b", 2), ("a", 1)));
        Assert.False((await StartAsync(Environments.Production)).IsLocked);
        await _records.UpdateAsync("a", record => record with { State = RootKeyState.Retired, RetiredAt = record.CreatedAt }, CancellationToken.None);
        Write(TestVault.FileText(("b", 2)));

        Assert.False((await StartAsync(Environments.Production)).IsLocked);
    }

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, text);
    }

    private async Task<VaultState> StartAsync(string environment, bool? create = null)
    {
        using var vault = new KeyVault();
        var options = Options.Create(new VaultOptions { KeyFile = KeyFile, CreateKeyFile = create, KeyVariable = string.Empty });
        var file = new RootKeyFile(options, new HostEnvironment(environment, _folder.FullName), TimeProvider.System);
        var variable = new RootKeyVariable(options, new ConfigurationManager());
        var audit = new AuditTrail(new InMemoryDocuments<AuditEntry>(AuditEntry.Collection, TimeProvider.System), TimeProvider.System);
        using var opener = new VaultOpener(vault, file, variable, _records, audit, TimeProvider.System, NullLogger<VaultOpener>.Instance);
        await opener.RefreshAsync(VaultPurpose.Serve, CancellationToken.None);
        return vault.State;
    }

    private sealed class HostEnvironment(string name, string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "VoiceAgent";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
