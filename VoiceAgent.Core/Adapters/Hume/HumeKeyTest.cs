using System.Net;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>
/// <c>GET /v0/tts/voices?provider=HUME_AI&amp;page_size=1</c> with <c>X-Hume-Api-Key</c>. The gateway's 401 has no fixed body, so only the
/// status counts; exhausted credit is seen by synthesis only.
/// </summary>
internal sealed class HumeKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "Hume.KeyTest";

    public ProviderName Provider => ProviderName.Hume;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(
            HttpClientName,
            key,
            endpoint => endpoint.Http("/v0/tts/voices?provider=HUME_AI&page_size=1"),
            KeyHeader.Bare("X-Hume-Api-Key"),
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
