using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Core.Keys.Fernet;

/// <summary>
/// The candidate keys of the earlier system, each derived once: PBKDF2 costs tens of milliseconds, opening a token microseconds. Disposing
/// zeroes them.
/// </summary>
internal sealed class FernetKeyRing : IDisposable
{
    private readonly List<Candidate> _candidates = [];

    private FernetKeyRing()
    {
    }

    /// <summary>What each candidate is, without secret or salt, and how many tokens it has opened.</summary>
    public IReadOnlyList<FernetCandidate> Candidates => [.. _candidates.Select(candidate => new FernetCandidate(candidate.Name, candidate.Opened))];

    /// <param name="secrets">Raw bytes, the current one first; the caller zeroes them.</param>
    /// <param name="options">How keys come from them.</param>
    /// <exception cref="FernetKeyException">A secret is not what the mode wants.</exception>
    public static FernetKeyRing Derive(IReadOnlyList<byte[]> secrets, FernetKeyOptions options)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(options);
        var ring = new FernetKeyRing();
        try
        {
            for (var i = 0; i < secrets.Count; i++)
            {
                ring.Add(secrets[i], $"secret {i + 1}", options);
            }

            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>What is inside, for the caller to zero; null when none of the candidates opens it.</summary>
    public byte[]? Open(FernetToken token)
    {
        foreach (var candidate in _candidates)
        {
            if (candidate.Key.Open(token) is { } text)
            {
                candidate.Opened++;
                return text;
            }
        }

        return null;
    }

    /// <summary>Tries every candidate on the token; whether any opened it.</summary>
    public bool Probe(FernetToken token)
    {
        var opened = false;
        foreach (var candidate in _candidates.Where(candidate => candidate.Key.Opens(token)))
        {
            candidate.Opened++;
            opened = true;
        }

        return opened;
    }

    public void Dispose()
    {
        foreach (var candidate in _candidates)
        {
            candidate.Key.Dispose();
        }
    }

    private void Add(byte[] secret, string name, FernetKeyOptions options)
    {
        switch (options.Mode)
        {
            case FernetKeyMode.Pbkdf2 or FernetKeyMode.Pbkdf2Hex:
                AddPbkdf2(secret, name, options);
                break;
            case FernetKeyMode.Sha256OfSecret:
                Take(SHA256.HashData(secret), $"{name}, SHA-256");
                break;
            case FernetKeyMode.FirstBytesPadded:
                var first = new byte[FernetKey.Size];
                Array.Fill(first, options.Pad);
                secret.AsSpan(0, Math.Min(secret.Length, first.Length)).CopyTo(first);
                Take(first, $"{name}, first bytes");
                break;
            default:
                Take(Decode(secret, options.Mode, name), $"{name}, as it is");
                break;
        }
    }

    private void AddPbkdf2(byte[] secret, string name, FernetKeyOptions options)
    {
        var salts = options.Salts.Select((salt, index) => (Salt: salt, Name: $"salt {index + 1}")).ToList();
        if (options.SaltFromSecret is { } length)
        {
            salts.Add((secret[..Math.Min(length, secret.Length)], $"salt from the secret's first {length} bytes"));
        }

        foreach (var (salt, saltName) in salts)
        {
            foreach (var iterations in options.Iterations)
            {
                var key = Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, options.Hash, FernetKey.Size);
                Take(options.Mode is FernetKeyMode.Pbkdf2Hex ? HexDigits(key) : key, $"{name}, PBKDF2-{options.Hash.Name}, {iterations} iterations, {saltName}");
            }
        }
    }

    private static byte[] HexDigits(byte[] key)
    {
        var digits = new byte[FernetKey.Size];
        Convert.TryToHexStringLower(key.AsSpan(0, FernetKey.Size / 2), digits, out _);
        CryptographicOperations.ZeroMemory(key);
        return digits;
    }

    private static byte[] Decode(byte[] secret, FernetKeyMode mode, string name)
    {
        Span<byte> text = stackalloc byte[64];
        var trimmed = secret.AsSpan().Trim(" \t\r\n"u8);
        var key = new byte[FernetKey.Size];
        if (trimmed.Length > text.Length || !Ascii.IsValid(trimmed))
        {
            throw NotAKey(name);
        }

        trimmed.CopyTo(text);
        text = text[..trimmed.Length];
        if (mode is FernetKeyMode.CustomKeyBase64)
        {
            text.Replace((byte)'+', (byte)'-');
            text.Replace((byte)'/', (byte)'_');
            text = text.TrimEnd((byte)'=');
        }

        Span<byte> decoded = stackalloc byte[64];
        var isKey = !text.ContainsAny(" \t\r\n"u8)
            && (mode is FernetKeyMode.CustomKeyBase64 || text is [.., (byte)'='])
            && Base64Url.DecodeFromUtf8(text, decoded, out _, out var written) is OperationStatus.Done && written == FernetKey.Size;
        decoded[..FernetKey.Size].CopyTo(key);
        CryptographicOperations.ZeroMemory(decoded);
        CryptographicOperations.ZeroMemory(text);
        return isKey ? key : throw NotAKey(name);
    }

    private static FernetKeyException NotAKey(string name) =>
        new($"The {name} is not a Fernet key: that is 32 bytes in base64, 44 characters. If it is a password or JWT secret, leave out --key-mode or name the right one.");

    /// <summary>Takes the derived bytes and zeroes them.</summary>
    private void Take(byte[] key, string name)
    {
        _candidates.Add(new Candidate(new FernetKey(key), name));
        CryptographicOperations.ZeroMemory(key);
    }

    private sealed class Candidate(FernetKey key, string name)
    {
        public FernetKey Key => key;

        public string Name => name;

        public int Opened { get; set; }
    }
}

/// <summary>One way a key may have been derived.</summary>
/// <param name="Name">Such as <c>secret 1, PBKDF2-SHA256, 100000 iterations, salt 1</c>.</param>
/// <param name="Opened">Tokens that it opened.</param>
public sealed record FernetCandidate(string Name, int Opened);
