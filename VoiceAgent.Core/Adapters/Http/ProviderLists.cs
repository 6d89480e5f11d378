using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>Reads a provider's list with an account's key: within five seconds, at most two megabytes.</summary>
internal sealed class ProviderLists(IHttpClientFactory clients, ProviderEndpoints endpoints, TimeProvider time)
{
    public const string HttpClientName = "Provider.Lists";

    private const int MaxBodySize = 2 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>GET of <paramref name="path"/> at the key's provider; throws <see cref="ProviderException"/> when the answer is no such list.</summary>
    public async Task<T> GetAsync<T>(
        KeyLease key, string path, Action<HttpRequestHeaders, string> setKey, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(Patience);
        using var client = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoints.For(key).Http(path));
        setKey.Put(request.Headers, key);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new ProviderException(key.Provider, RefusedResponse.KindOf((int)response.StatusCode)) { StatusCode = (int)response.StatusCode };
            }

            await response.Content.LoadIntoBufferAsync(MaxBodySize, deadline.Token);
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            return await JsonSerializer.DeserializeAsync(body, type, deadline.Token) ?? throw new ProviderException(key.Provider, ProviderErrorKind.Protocol);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            throw new ProviderException(key.Provider, ProviderErrorKind.Timeout);
        }
        catch (JsonException)
        {
            throw new ProviderException(key.Provider, ProviderErrorKind.Protocol);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ProviderException(key.Provider, ProviderErrorKind.Unavailable, exception);
        }
    }
}
