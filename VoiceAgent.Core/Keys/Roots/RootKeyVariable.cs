using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// Root keys from an environment variable, for platforms that offer nothing else. It is read once and then unset, so that neither child
/// processes nor the configuration carry it on; the system keeps what the process was started with (/proc/self/environ), which is why a
/// file is the better place. Its text is that of a key file, or <c>id:key</c> of one key.
/// </summary>
internal sealed class RootKeyVariable : IRootKeyProvider
{
    private readonly string _name;
    private RootKeyReading? _reading;

    public RootKeyVariable(IOptions<VaultOptions> options, IConfiguration configuration)
    {
        _name = options.Value.KeyVariable;
        if (_name.Length == 0 || Environment.GetEnvironmentVariable(_name) is not { Length: > 0 } text)
        {
            return;
        }

        _reading = Parse(text);
        IsPresent = true;
        Environment.SetEnvironmentVariable(_name, null);
        configuration[_name] = null;
    }

    public string Description => $"The environment variable {_name}, which holds the vault's root keys,";

    public bool IsPresent { get; }

    public string? Warning => $"The vault's root keys come from the environment variable {_name}. A file with mode 0400 (Vault:KeyFile) is safer.";

    public Task<RootKeyReading?> ReadAsync(bool onlyWhenChanged, CancellationToken cancellationToken) =>
        Task.FromResult(_reading is { Ring: not null } ? Interlocked.Exchange(ref _reading, null) : _reading);

    private static RootKeyReading Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Trim());
        try
        {
            var (ring, problem) = bytes is [(byte)'{', ..] ? RootKeyFileFormat.Parse(bytes) : RootKeyFileFormat.ParsePair(bytes);
            return new RootKeyReading(ring, problem);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
