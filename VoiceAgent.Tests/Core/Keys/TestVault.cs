using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>Vaults with root keys that tests choose.</summary>
internal static class TestVault
{
    /// <summary>The 32 bytes of a root: the seed, repeated.</summary>
    public static byte[] Root(byte seed) => [.. Enumerable.Repeat(seed, RootKey.Size)];

    public static RootKeyRing Ring(string active, params (string Id, byte Seed)[] roots) =>
        new([.. roots.Select(root => new RootKey(root.Id, Root(root.Seed)))], active);

    /// <summary>The text of a key file; its first key is the active one.</summary>
    public static string FileText(params (string Id, byte Seed)[] roots)
    {
        var keys = roots.Select(root => $$"""{"kid":"{{root.Id}}","key":"{{Convert.ToBase64String(Root(root.Seed))}}"}""");
        return $$"""{"active":"{{roots[0].Id}}","keys":[{{string.Join(',', keys)}}]}""";
    }

    /// <summary>An open vault with one root key.</summary>
    public static KeyVault Open(byte seed = 1, string id = "test")
    {
        var vault = new KeyVault();
        vault.Open(Ring(id, (id, seed)));
        return vault;
    }
}
