using System.Net;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>
/// <c>GET /v3/token</c> of the streaming host, which asks exactly the service that calls use and bills nothing. The key stands alone in
/// <c>Authorization</c>, without a scheme. The temporary token in the answer is not used.
/// </summary>
internal sealed class AssemblyAIKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "AssemblyAI.KeyTest";

    public ProviderName Provider => ProviderName.AssemblyAI;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(
            HttpClientName,
            key,
            endpoint => new Uri(endpoint.SocketAddress.AbsoluteUri.TrimEnd('/') + "/v3/token?expires_in_seconds=60"),
            KeyHeader.Bare("Authorization"),
            cancellationToken);
        return answer.Status switch
        {
            _ when answer.IsSuccess => KeyTestResults.Valid(Provider),
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }
}
