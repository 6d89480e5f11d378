using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>
/// Time-based one-time passwords (RFC 6238 over RFC 4226) as every authenticator app makes them: HMAC-SHA1, 20-byte key, six digits, a new
/// code every 30 seconds. A code of the step before or after is accepted too, for clocks that are a little off.
/// </summary>
public static class Totp
{
    /// <summary>In bytes.</summary>
    public const int KeySize = 20;

    public const int Digits = 6;

    /// <summary>In seconds.</summary>
    public const int StepSize = 30;

    private const int Tolerance = 1;
    private const int Modulus = 1_000_000;

    /// <summary>Steps since 1970.</summary>
    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSize;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as authenticator apps implement it; HMAC does not need SHA-1 to resist collisions.")]
    public static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(key, counter, hash);
        var offset = hash[^1] & 0xF;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, or null. Always compares with every step that is accepted.</summary>
    /// <param name="key">The authenticator's key.</param>
    /// <param name="code">As typed; spaces in it do not count.</param>
    /// <param name="now">The current time.</param>
    public static long? FindStep(ReadOnlySpan<byte> key, string code, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(code);
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", string.Empty, StringComparison.Ordinal));
        long? found = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(CodeOf(key, step))))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>What the QR code says: the key with the name it is shown under in the app.</summary>
    public static string AddressOf(ReadOnlySpan<byte> key, string issuer, string user)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(user);
        var name = Uri.EscapeDataString(issuer);
        return $"otpauth://totp/{name}:{Uri.EscapeDataString(user)}?secret={Base32.Encode(key)}&issuer={name}&digits={Digits}&period={StepSize}";
    }
}
