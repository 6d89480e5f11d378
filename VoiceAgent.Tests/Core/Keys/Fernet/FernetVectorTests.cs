using System.Text;
using VoiceAgent.Core.Keys.Fernet;

namespace VoiceAgent.Tests.Core.Keys.Fernet;

/// <summary>Every vector that the reference implementation made; the documents' are in the import's tests.</summary>
[Trait("Kind", "Unit")]
public sealed class FernetVectorTests
{
    public static TheoryData<int> Derivations => FernetVectors.Numbers(FernetVectors.Derivations);

    public static TheoryData<int> Tokens => FernetVectors.Numbers(FernetVectors.Tokens);

    public static TheoryData<int> Invalid => FernetVectors.Numbers(FernetVectors.Invalid);

    public static TheoryData<int> Variants => FernetVectors.Numbers(FernetVectors.Variants);

    [Fact]
    public void There_are_104_of_them() => Assert.Equal(
        104,
        FernetVectors.Spec.Count + FernetVectors.Derivations.Count + FernetVectors.Tokens.Count + FernetVectors.Invalid.Count + FernetVectors.Variants.Count
        + FernetVectors.Documents.Count);

    [Fact]
    public void The_token_of_the_specification_opens()
    {
        var vector = Assert.Single(FernetVectors.Spec);
        using var key = vector.Key();
        var token = FernetToken.Parse(vector.Text("token"))!;

        Assert.Equal(vector.Text("plaintext"), Encoding.UTF8.GetString(key.Open(token)!));
        Assert.Equal(vector.GetProperty("timestamp").GetInt64(), token.WrittenAt.ToUnixTimeSeconds());
        Assert.Equal(vector.Hex("iv_hex"), token.InitializationVector.ToArray());
        Assert.Equal(vector.Hex("ciphertext_hex"), token.Ciphertext.ToArray());
        Assert.Equal(vector.Hex("hmac_hex"), token.Mac.ToArray());
    }

    [Theory]
    [MemberData(nameof(Derivations))]
    public void The_key_is_derived_from_the_secret(int number)
    {
        var vector = FernetVectors.Derivations[number];
        var token = FernetToken.Parse(FernetTokens.Make(vector.Hex("key_hex"), "derived"))!;
        using var ring = FernetKeyRing.Derive([vector.Secret()], vector.Options());
        using var written = vector.Key();

        Assert.Equal("derived", Encoding.UTF8.GetString(ring.Open(token)!));
        Assert.Equal("derived", Encoding.UTF8.GetString(written.Open(token)!));
        Assert.Equal(vector.Text("signing_key_hex") + vector.Text("encryption_key_hex"), vector.Text("key_hex"));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Tokens_open_and_tell_when_they_were_made(int number)
    {
        var vector = FernetVectors.Tokens[number];
        using var key = vector.Key();
        var token = FernetToken.Parse(vector.Text("token"))!;

        Assert.Equal(vector.Hex("plaintext_utf8_hex"), key.Open(token));
        if (vector.TryGetProperty("timestamp", out var timestamp))
        {
            Assert.Equal(timestamp.GetInt64(), token.WrittenAt.ToUnixTimeSeconds());
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_tokens_are_refused_alike(int number)
    {
        var vector = FernetVectors.Invalid[number];
        using var key = vector.Key();

        Assert.Null(FernetToken.Parse(vector.Text("token")) is { } token ? key.Open(token) : null);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Other_derivations_are_known(int number)
    {
        var vector = FernetVectors.Variants[number];
        var secret = Encoding.UTF8.GetBytes(vector.Text("secret"));
        var salt = Encoding.UTF8.GetBytes("static_salt");
        var (mode, fromSecret) = vector.Text("name") switch
        {
            "sha256(secret)" => (FernetKeyMode.Sha256OfSecret, (int?)null),
            "secret[:32] ljust 32 zero-char" => (FernetKeyMode.FirstBytesPadded, null),
            "secret is already a fernet key" => (FernetKeyMode.RawFernetKey, null),
            "salt = secret[:16]" => (FernetKeyMode.Pbkdf2, 16),
            "pbkdf2 hex digest sliced" => (FernetKeyMode.Pbkdf2Hex, null),
            _ => (FernetKeyMode.Pbkdf2, null),
        };
        if (mode is FernetKeyMode.RawFernetKey)
        {
            secret = Encoding.ASCII.GetBytes(vector.Text("fernet_key"));
        }

        using var ring = FernetKeyRing.Derive([secret], new FernetKeyOptions { Mode = mode, Salts = fromSecret is null ? [salt] : [], SaltFromSecret = fromSecret, Iterations = [100_000] });
        var opened = ring.Open(FernetToken.Parse(vector.Text("token"))!);

        Assert.Equal(vector.Text("plaintext"), Encoding.UTF8.GetString(opened!));
    }
}
