using Microsoft.Extensions.Configuration;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Tests.Core.Keys.Rotation;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys.Roots;

/// <summary>Root keys from an environment variable; each test has a variable of its own.</summary>
[Trait("Kind", "Unit")]
public sealed class RootKeyVariableTests : IDisposable
{
    private const string Base64 = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private const string Hex = "0101010101010101010101010101010101010101010101010101010101010101";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-variable-");
    private readonly string _variable = $"VOICEAGENT_TESTS_{Guid.NewGuid():N}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("2026-11:" + Base64)]
    [InlineData("2026-11:" + Hex)]
    [InlineData("  2026-11:" + Base64 + "\n")]
    [InlineData("""{"active":"2026-11","keys":[{"kid":"2026-11","key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="}]}""")]
    public async Task The_keys_are_read_and_the_variable_is_gone(string value)
    {
        using var server = Server(value);

        await server.RefreshAsync();
        await server.RefreshAsync();

        Assert.False(server.Vault.State.IsLocked);
        Assert.Equal("2026-11", server.Vault.ActiveRootKeyId);
        Assert.Null(Environment.GetEnvironmentVariable(_variable));
        Assert.Null(server.Get<IConfiguration>()[_variable]);
        using var expected = TestVault.Ring("2026-11", ("2026-11", 1));
        Assert.Equal(expected.Active.CheckValue, server.Get<VaultOpener>().Loaded.Single().CheckValue);
    }

    [Theory]
    [InlineData(Base64, "id:key")]
    [InlineData("2026-11:", "exactly 32 bytes")]
    [InlineData("2026-11:AQEBAQ==", "exactly 32 bytes")]
    [InlineData("2026-11:0101010101010101010101010101010101010101010101010101010101010", "exactly 32 bytes")]
    [InlineData("2026-11:0101010101010101010101010101010101010101010101010101010101010xyz", "exactly 32 bytes")]
    [InlineData("2026-11:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQF=", "exactly 32 bytes")]
    [InlineData("no spaces:" + Base64, "id:key")]
    [InlineData("{\"active\":", "complete JSON")]
    public async Task Anything_else_locks_the_vault_says_why_and_repeats_nothing(string value, string reason)
    {
        using var server = Server(value);

        await server.RefreshAsync();

        Assert.Contains($"The environment variable {_variable}", server.Vault.State.LockedBecause, StringComparison.Ordinal);
        Assert.Contains(reason, server.Vault.State.LockedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain("AQEB", server.Vault.State.LockedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain("0101", server.Vault.State.LockedBecause, StringComparison.Ordinal);
        Assert.Null(Environment.GetEnvironmentVariable(_variable));
    }

    [Fact]
    public async Task A_key_file_is_preferred_and_the_variable_unset_all_the_same()
    {
        using var server = Server("variable:" + Base64).With(("file", 2));

        await server.RefreshAsync();

        Assert.Equal("file", server.Vault.ActiveRootKeyId);
        Assert.False(server.Vault.Has("variable"));
        Assert.Null(Environment.GetEnvironmentVariable(_variable));
    }

    private VaultServer Server(string value)
    {
        Environment.SetEnvironmentVariable(_variable, value);
        return new VaultServer(
            new InMemoryDocumentStore(TimeProvider.System), TimeProvider.System, _folder.FullName, ("Vault:KeyVariable", _variable), (_variable, value));
    }
}
