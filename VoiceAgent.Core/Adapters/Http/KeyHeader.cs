using System.Net.Http.Headers;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>How a provider wants its key: sets one header of one request.</summary>
internal static class KeyHeader
{
    /// <summary><c>Authorization: {scheme} {key}</c></summary>
    public static Action<HttpRequestHeaders, string> Scheme(string scheme) =>
        (headers, key) => headers.Authorization = new AuthenticationHeaderValue(scheme, key);

    /// <summary>A header that holds the key alone.</summary>
    public static Action<HttpRequestHeaders, string> Bare(string name) => (headers, key) => headers.Add(name, key);
}
