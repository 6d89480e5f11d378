using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Keys.Fernet;

namespace VoiceAgent.Tests.Core.Keys.Fernet;

[Trait("Kind", "Unit")]
public sealed class FernetTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    [Fact]
    public void Every_flipped_bit_of_a_token_makes_it_nothing()
    {
        using var key = new FernetKey(Key);
        var raw = Raw(FernetTokens.Make(Key, "sk-flip-0123456789"));
        for (var bit = 0; bit < raw.Length * 8; bit++)
        {
            var flipped = (byte[])raw.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Null(FernetToken.Parse(Text(flipped)) is { } token ? key.Open(token) : null);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(255)]
    public void Wrong_padding_under_a_right_signature_is_the_same_nothing(byte padding)
    {
        using var key = new FernetKey(Key);
        using var aes = Aes.Create();
        aes.Key = Key[16..];
        byte[] padded = [.. new byte[15], padding];
        byte[] signed = [0x80, .. new byte[8], .. aes.IV, .. aes.EncryptCbc(padded, aes.IV, PaddingMode.None)];
        byte[] token = [.. signed, .. HMACSHA256.HashData(Key.AsSpan(0, 16), signed)];

        Assert.Null(key.Open(FernetToken.Parse(Text(token))!));
    }

    [Fact]
    public void Padding_whose_bytes_differ_is_wrong()
    {
        using var key = new FernetKey(Key);
        using var aes = Aes.Create();
        aes.Key = Key[16..];
        byte[] padded = [.. new byte[13], 1, 3, 3];
        byte[] signed = [0x80, .. new byte[8], .. aes.IV, .. aes.EncryptCbc(padded, aes.IV, PaddingMode.None)];

        Assert.Null(key.Open(FernetToken.Parse(Text([.. signed, .. HMACSHA256.HashData(Key.AsSpan(0, 16), signed)]))!));
    }

    [Theory]
    [InlineData("  {0}\n")]
    [InlineData("{1}")]
    [InlineData("{2}")]
    [InlineData("{3}")]
    public void White_space_missing_padding_and_one_more_layer_are_forgiven(string form)
    {
        using var key = new FernetKey(Key);
        var token = FernetTokens.Make(Key, "sk-forgiven");
        var wrapped = Convert.ToBase64String(Encoding.ASCII.GetBytes(token));
        var parsed = FernetToken.Parse(string.Format(form, token, token.TrimEnd('='), wrapped, wrapped.TrimEnd('=')))!;

        Assert.Equal("sk-forgiven", Encoding.ASCII.GetString(key.Open(parsed)!));
        Assert.Equal(FernetToken.Parse(token)!.Hash, parsed.Hash);
    }

    [Theory]
    [InlineData("{1}")]
    [InlineData("{0}=")]
    [InlineData("{0} {0}")]
    [InlineData("x{0}")]
    [InlineData("{2}")]
    [InlineData("sk-a-key-in-clear-0123456789abcdef")]
    public void Anything_else_is_no_token(string form)
    {
        var token = FernetTokens.Make(Key, "sk-strict");
        var twice = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(token))));

        Assert.Null(FernetToken.Parse(string.Format(form, token, token.Insert(8, "\n"), twice)));
    }

    [Fact]
    public void Keys_tokens_and_rings_print_nothing_and_a_disposed_key_opens_nothing()
    {
        var key = new FernetKey(Key);
        var token = FernetToken.Parse(FernetTokens.Make(Key, "sk-printed"))!;
        Assert.Equal("Fernet key (hidden)", key.ToString());
        Assert.Equal("Fernet token (hidden)", token.ToString());

        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Open(token));
        Assert.All(typeof(FernetKey).GetField("_key", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(key) as byte[] ?? [1], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Previous_secrets_open_too_and_each_candidate_counts_what_it_opened()
    {
        var salt = Encoding.UTF8.GetBytes("salt");
        using var ring = FernetKeyRing.Derive(["now"u8.ToArray(), "before"u8.ToArray()], new FernetKeyOptions { Salts = [salt], Iterations = [1, 2] });
        var old = FernetToken.Parse(FernetTokens.Make(FernetTokens.Derive("before", "salt", 2), "sk-old"))!;

        Assert.Equal("sk-old", Encoding.ASCII.GetString(ring.Open(old)!));
        Assert.True(ring.Probe(old));
        Assert.Equal(
            [
                ("secret 1, PBKDF2-SHA256, 1 iterations, salt 1", 0), ("secret 1, PBKDF2-SHA256, 2 iterations, salt 1", 0),
                ("secret 2, PBKDF2-SHA256, 1 iterations, salt 1", 0), ("secret 2, PBKDF2-SHA256, 2 iterations, salt 1", 2),
            ],
            ring.Candidates.Select(candidate => (candidate.Name, candidate.Opened)));
    }

    [Theory]
    [InlineData(FernetKeyMode.RawFernetKey, "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", true)]
    [InlineData(FernetKeyMode.RawFernetKey, "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n", true)]
    [InlineData(FernetKeyMode.RawFernetKey, "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=", false)]
    [InlineData(FernetKeyMode.RawFernetKey, "your-secret-key", false)]
    [InlineData(FernetKeyMode.CustomKeyBase64, "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4", true)]
    [InlineData(FernetKeyMode.CustomKeyBase64, "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF", false)]
    public void A_key_that_is_given_as_it_is_has_to_be_one(FernetKeyMode mode, string secret, bool isKey)
    {
        var failure = Record.Exception(() => FernetKeyRing.Derive([Encoding.UTF8.GetBytes(secret)], new FernetKeyOptions { Mode = mode }).Dispose());

        Assert.Equal(isKey, failure is null);
        Assert.True(failure is null or FernetKeyException);
        Assert.DoesNotContain(secret.Trim()[..8], failure?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    private static byte[] Raw(string token) => Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/'));

    private static string Text(byte[] raw) => Convert.ToBase64String(raw).Replace('+', '-').Replace('/', '_');
}
