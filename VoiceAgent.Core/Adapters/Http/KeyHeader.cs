using System.Net.Http.Headers;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>How a provider wants its key: sets one header of one request.</summary>
internal static class KeyHeader
{
    /// <summary><c>Authorization: {scheme} {key}</c></summary>
    public static Action<HttpRequestHeaders, string> Scheme(string scheme) =>
        (headers, key) => headers.Authorization = new AuthenticationHeaderValue(scheme, key);

    /// <summary>A header that holds the key alone.</summary>
    public static Action<HttpRequestHeaders, string> Bare(string name) => (headers, key) => headers.Add(name, key);

    /// <summary>
    /// Sets the header of a call's request. A key that no header can carry is <see cref="ProviderErrorKind.Unauthorized"/>; the
    /// framework's exception repeats the header, so nothing of it is kept.
    /// </summary>
    public static void Put(this Action<HttpRequestHeaders, string> header, HttpRequestHeaders headers, KeyLease key)
    {
        try
        {
            header(headers, key.Reveal());
        }
        catch (FormatException)
        {
            throw new ProviderException(key.Provider, ProviderErrorKind.Unauthorized);
        }
    }
}
