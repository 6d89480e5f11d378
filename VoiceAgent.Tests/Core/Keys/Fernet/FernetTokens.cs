using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Tests.Core.Keys.Fernet;

/// <summary>Makes tokens as the earlier system made them; the product only opens them.</summary>
internal static class FernetTokens
{
    public static byte[] Derive(string secret, string salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(salt), iterations, HashAlgorithmName.SHA256, 32);

    public static string Make(byte[] key, string text, DateTimeOffset when = default)
    {
        using var aes = Aes.Create();
        aes.Key = key[16..];
        aes.GenerateIV();
        var moment = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, Math.Max(0, when.ToUnixTimeSeconds()));
        byte[] signed = [0x80, .. moment, .. aes.IV, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(text), aes.IV)];
        return Convert.ToBase64String([.. signed, .. HMACSHA256.HashData(key.AsSpan(0, 16), signed)]).Replace('+', '-').Replace('/', '_');
    }
}
