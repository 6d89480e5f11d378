using System.Security.Cryptography;
using System.Text.Json;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Tests.Architecture;

namespace VoiceAgent.Tests.Core.Keys.Fernet;

/// <summary>Tokens, derivations and documents that Python's cryptography package made: <c>Fixtures/fernet-vectors.json</c>.</summary>
internal static class FernetVectors
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SourceTree.Root, "VoiceAgent.Tests", "Fixtures", "fernet-vectors.json"))).RootElement;

    public static IReadOnlyList<JsonElement> Spec => All("spec_vectors");

    public static IReadOnlyList<JsonElement> Derivations => All("kdf_vectors");

    public static IReadOnlyList<JsonElement> Tokens => All("token_vectors");

    public static IReadOnlyList<JsonElement> Documents => All("legacy_documents");

    public static IReadOnlyList<JsonElement> Invalid => All("invalid_vectors");

    public static IReadOnlyList<JsonElement> Variants => All("direct_derivation_variants");

    /// <summary>Numbers of the vectors of a group, as data of a theory.</summary>
    public static TheoryData<int> Numbers(IReadOnlyList<JsonElement> vectors) => [.. Enumerable.Range(0, vectors.Count)];

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement vector, string name) => Convert.FromHexString(vector.Text(name));

    /// <summary>The secret of a derivation as UTF-8.</summary>
    public static byte[] Secret(this JsonElement derivation) => derivation.Hex("secret_utf8_hex");

    public static FernetKeyOptions Options(this JsonElement derivation) => new()
    {
        Salts = [derivation.Hex("salt_hex")],
        Iterations = [derivation.GetProperty("iterations").GetInt32()],
        Hash = new HashAlgorithmName(derivation.Text("hash").ToUpperInvariant()),
    };

    public static JsonElement Derivation(string id) => Derivations.Single(derivation => derivation.Text("id") == id);

    /// <summary>A key as Fernet writes it.</summary>
    public static FernetKey Key(this JsonElement vector) => new(Convert.FromBase64String(vector.Text("fernet_key").Replace('-', '+').Replace('_', '/')));

    private static JsonElement[] All(string name) => [.. Root.GetProperty(name).EnumerateArray()];
}
