using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>The place a sealed key belongs to. A ciphertext opens with exactly the binding it was sealed with.</summary>
/// <param name="Account">Whose key it is.</param>
/// <param name="Key">Which stored key.</param>
/// <param name="Provider">Which provider it is a key of.</param>
/// <param name="Generation">Which replacement of that stored key.</param>
/// <param name="Destination">Where the key may be sent.</param>
public readonly record struct KeyBinding(AccountId Account, KeyId Key, ProviderName Provider, int Generation, KeyDestination Destination)
{
    public static KeyBinding Of(ProviderKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyBinding(key.AccountId, key.Id, key.Provider, key.Generation, key.Destination);
    }
}
