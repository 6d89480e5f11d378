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
    public async Task<KeyTestAnswer> GetAsync(
        string clientName,
        KeyLease key,
        Func<ProviderEndpoint, Uri> address,
        Action<HttpRequestHeaders, string> setKey,
        CancellationToken cancellationToken)
    {
        var endpoint = endpoints.For(key);
        using var client = clients.CreateClient(clientName);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await SendAsync(client, key, address(endpoint), setKey, cancellationToken);
            if (attempt == Attempts || !answer.MayRetry)
            {
                return answer;
            }
        }
    }

    private async Task<KeyTestAnswer> SendAsync(
        HttpClient client, KeyLease key, Uri address, Action<HttpRequestHeaders, string> setKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
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
