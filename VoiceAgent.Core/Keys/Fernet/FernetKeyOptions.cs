using System.Security.Cryptography;

namespace VoiceAgent.Core.Keys.Fernet;

/// <summary>How the earlier system made its Fernet key from its secret.</summary>
public enum FernetKeyMode
{
    /// <summary>PBKDF2-HMAC over the secret's UTF-8, 32 bytes.</summary>
    Pbkdf2,

    /// <summary>As <see cref="Pbkdf2"/>; the first 32 hexadecimal digits of the result are the key.</summary>
    Pbkdf2Hex,

    /// <summary>The secret is the Fernet key: base64url of 32 bytes, with padding.</summary>
    RawFernetKey,

    /// <summary>SHA-256 of the secret.</summary>
    Sha256OfSecret,

    /// <summary>The secret's first 32 bytes, filled up with <see cref="FernetKeyOptions.Pad"/>.</summary>
    FirstBytesPadded,

    /// <summary>The secret is 32 bytes in base64 of either alphabet, with or without padding.</summary>
    CustomKeyBase64,
}

/// <summary>The parameters of the derivation. Where several are given, each combination is one candidate.</summary>
public sealed record FernetKeyOptions
{
    /// <summary>What is tried when the operator names no number of iterations.</summary>
    public static IReadOnlyList<int> UsualIterations { get; } = [100_000, 390_000, 480_000, 600_000, 1_000];

    public FernetKeyMode Mode { get; init; } = FernetKeyMode.Pbkdf2;

    /// <summary>PBKDF2 only; there is no usual salt.</summary>
    public IReadOnlyList<byte[]> Salts { get; init; } = [];

    /// <summary>PBKDF2 only: so many bytes from the beginning of the secret are the salt; null where it is not so.</summary>
    public int? SaltFromSecret { get; init; }

    public IReadOnlyList<int> Iterations { get; init; } = UsualIterations;

    /// <summary>PBKDF2 only: SHA-256, SHA-512 or SHA-1.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>What fills up a short secret: the digit zero unless told.</summary>
    public byte Pad { get; init; } = (byte)'0';
}
