using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>
/// A key open for one purpose. Whoever took the lease disposes it, which zeroes the key. Prints nothing of the key.
/// </summary>
public sealed class KeyLease : IDisposable
{
    private readonly byte[] _secret;
    private readonly CancellationTokenSource _ended = new();
    private bool _disposed;

    /// <summary>Takes ownership of <paramref name="secret"/>, printable ASCII, and zeroes it on dispose.</summary>
    public KeyLease(AccountId accountId, ProviderName provider, KeyDestination destination, byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        AccountId = accountId;
        Provider = provider;
        Destination = destination;
        _secret = secret;
    }

    public AccountId AccountId { get; }

    public ProviderName Provider { get; }

    /// <summary>Where the key may be sent.</summary>
    public KeyDestination Destination { get; }

    /// <summary>Cancelled when the lease is disposed: a connection that was opened with the key and kept closes then.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The key itself, for sealing it anew.</summary>
    internal ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _secret;
        }
    }

    /// <summary>
    /// The key as text, for the one header of one request. Made anew at each call and never kept in a field, an options object,
    /// default headers, a log or an exception.
    /// </summary>
    public string Reveal()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Encoding.ASCII.GetString(_secret);
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
        _ended.Cancel();
    }

    public override string ToString() => $"{Provider} key (hidden)";
}
