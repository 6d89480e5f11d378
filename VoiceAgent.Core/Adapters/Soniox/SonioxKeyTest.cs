using System.Net;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary><c>GET /v1/models</c> with a Bearer key. It does not see the balance: an empty one shows on the socket only.</summary>
internal sealed class SonioxKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "Soniox.KeyTest";

    public ProviderName Provider => ProviderName.Soniox;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v1/models"), KeyHeader.Scheme("Bearer"), cancellationToken);
        return answer.Status switch
        {
            _ when answer.IsSuccess => KeyTestResults.Valid(Provider),
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),
            HttpStatusCode.Forbidden => KeyTestResults.Limited(Provider, "it may not list models. It needs the right to transcribe.", "models"),
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }
}
