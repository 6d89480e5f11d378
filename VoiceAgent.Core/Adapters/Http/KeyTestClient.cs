using System.Net.Http.Headers;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>
/// Makes the request of a key test: 8 seconds for each attempt, one more attempt when the provider failed or was late, at most 64 KB of
/// the answer.
/// </summary>
internal sealed class KeyTestClient(IHttpClientFactory clients, ProviderEndpoints endpoints, TimeProvider time)
{
    private const int Attempts = 2;
    private const int MaxBodySize = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>GET of <paramref name="address"/> of the key's provider with the key in the header that <paramref name="setKey"/> sets.</summary>
    public Task<KeyTestAnswer> GetAsync(
        string clientName,
        KeyLease key,
        Func<ProviderEndpoint, Uri> address,
        Action<HttpRequestHeaders, string> setKey,
        CancellationToken cancellationToken) =>
        AskAsync(clientName, key, () => new HttpRequestMessage(HttpMethod.Get, address(endpoints.For(key))), setKey, cancellationToken);

    /// <summary>POST of a JSON text to <paramref name="address"/> of the key's provider, as above.</summary>
    public Task<KeyTestAnswer> PostAsync(
        string clientName,
        KeyLease key,
        Func<ProviderEndpoint, Uri> address,
        ReadOnlyMemory<byte> json,
        Action<HttpRequestHeaders, string> setKey,
        CancellationToken cancellationToken) =>
        AskAsync(
            clientName,
            key,
            () => new HttpRequestMessage(HttpMethod.Post, address(endpoints.For(key)))
            {
                Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            },
            setKey,
            cancellationToken);

    private async Task<KeyTestAnswer> AskAsync(
        string clientName, KeyLease key, Func<HttpRequestMessage> make, Action<HttpRequestHeaders, string> setKey, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(clientName);
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            var answer = await SendAsync(client, key, request, setKey, cancellationToken);
            if (attempt == Attempts || !answer.MayRetry)
            {
                return answer;
            }
        }
    }

    private async Task<KeyTestAnswer> SendAsync(
        HttpClient client, KeyLease key, HttpRequestMessage request, Action<HttpRequestHeaders, string> setKey, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            setKey(request.Headers, key.Reveal());
        }
        catch (FormatException)
        {
            // Its message repeats the header, so nothing of it is kept.
            return KeyTestAnswer.KeyNotSendable;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return new KeyTestAnswer(response.StatusCode, timedOut: false, await ReadBodyAsync(response, both.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return KeyTestAnswer.TooLate;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return KeyTestAnswer.NoAnswer;
        }
    }

    /// <summary>The beginning of the body; what is longer than the cap is left unread.</summary>
    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBodySize];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, MaxBodySize, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }
}
