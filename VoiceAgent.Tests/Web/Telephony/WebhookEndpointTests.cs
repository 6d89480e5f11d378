using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

[Trait("Kind", "Host")]
public sealed class WebhookEndpointTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly SignedWebhook _signer = new();
    private readonly HttpClient _http = new();
    private readonly Counted _counted = new("voiceagent.webhook.deliveries", app.Services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _signer.Dispose();
        _http.Dispose();
        _counted.Dispose();
    }

    [Fact]
    public async Task An_authentic_event_is_acted_on_once_however_often_it_is_delivered()
    {
        var account = await AccountWithKeyAsync();
        var delivery = _signer.Sign(Initiated("v3:once"), Now());

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(account, delivery));
        }

        var call = await Eventually.GetAsync(async () => (await CallsAsync(account)).SingleOrDefault());
        Assert.Equal(CallEndReason.RejectedNoAgent, call.EndReason);
        Assert.Contains("Choose one under Numbers", call.Problem);
        Assert.InRange(_counted["repeated"], 2, long.MaxValue);
    }

    [Fact]
    public async Task The_token_of_no_account_is_unknown()
    {
        var delivery = _signer.Sign(Initiated("v3:a"), Now());

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(new string('0', 32), delivery));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("x", delivery));
        Assert.Equal(2, _counted["unknown_account"]);
    }

    [Fact]
    public async Task Another_accounts_signature_does_not_open_this_account()
    {
        using var stranger = new SignedWebhook();
        var account = await AccountWithKeyAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(account, stranger.Sign(Initiated("v3:b"), Now())));
        Assert.Empty(await CallsAsync(account));
        Assert.Equal(1, _counted["wrong_signature"]);
    }

    [Theory]
    [InlineData(-310)]
    [InlineData(310)]
    public async Task A_stale_timestamp_is_refused(int seconds)
    {
        var account = await AccountWithKeyAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(account, _signer.Sign(Initiated("v3:c"), Now().AddSeconds(seconds))));
        Assert.Equal(1, _counted["stale_timestamp"]);
    }

    [Fact]
    public async Task An_unsigned_delivery_is_refused()
    {
        var account = await AccountWithKeyAsync();
        var signed = _signer.Sign(Initiated("v3:d"), Now());

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(account, signed with { Signature = null }));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(account, signed with { Timestamp = null }));
        Assert.Equal(2, _counted["missing_signature"]);
    }

    [Fact]
    public async Task An_account_without_a_public_key_trusts_nobody()
    {
        var account = await Accounts().CreateAsync("nobody@example.com", isDemo: false, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(account, _signer.Sign(Initiated("v3:e"), Now())));
        Assert.Equal(1, _counted["no_public_key"]);
    }

    [Fact]
    public async Task A_signed_body_of_another_form_is_refused()
    {
        var account = await AccountWithKeyAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(account, _signer.Sign("""{"data":17}""", Now())));
        Assert.Equal(1, _counted["malformed"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_refused(bool withLength)
    {
        var account = await AccountWithKeyAsync();
        var delivery = _signer.Sign("{\"data\":\"" + new string('x', 300 * 1024) + "\"}", Now());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(account.WebhookToken, delivery, chunked: !withLength));
        Assert.Equal(1, _counted["too_large"]);
    }

    [Fact]
    public async Task An_event_of_a_call_nobody_knows_changes_nothing()
    {
        var account = await AccountWithKeyAsync();
        var body = """{"data":{"event_type":"call.answered","id":"e-unknown","payload":{"call_control_id":"v3:unknown"}}}""";

        Assert.Equal(HttpStatusCode.OK, await PostAsync(account, _signer.Sign(body, Now())));
        Assert.InRange(_counted["accepted"], 1, long.MaxValue);
        Assert.Empty(await CallsAsync(account));
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static string Initiated(string callControlId) =>
        $$$$"""{"data":{"event_type":"call.initiated","id":"{{{{Guid.NewGuid()}}}}","payload":{"call_control_id":"{{{{callControlId}}}}","direction":"incoming","from":"+12025550133","to":"+12025550131"}}}""";

    private AccountRepository Accounts() => app.Services.GetRequiredService<AccountRepository>();

    private Task<IReadOnlyList<Call>> CallsAsync(Account account) =>
        app.Services.GetRequiredService<CallRepository>().ListAsync(account.Id, 0, 10, CancellationToken.None);

    private async Task<Account> AccountWithKeyAsync()
    {
        var account = await Accounts().CreateAsync("owner@example.com", isDemo: false, CancellationToken.None);
        var input = new KeyInput { Key = "KEY0123456789abcdef_0123456789", WebhookPublicKey = _signer.PublicKey };
        var saved = await app.Services.GetRequiredService<IProviderKeys>().SaveAsync(account.Id, UserId.New(), ProviderName.Telnyx, input, CancellationToken.None);
        Assert.True(saved.Saved);
        return account;
    }

    private Task<HttpStatusCode> PostAsync(Account account, WebhookDelivery delivery) => PostAsync(account.WebhookToken, delivery);

    private async Task<HttpStatusCode> PostAsync(string token, WebhookDelivery delivery, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, $"/hooks/telnyx/{token}"));
        request.Content = new ByteArrayContent(delivery.Body.ToArray());
        request.Headers.TransferEncodingChunked = chunked;
        if (delivery.Signature is { } signature)
        {
            request.Headers.Add("telnyx-signature-ed25519", signature);
        }

        if (delivery.Timestamp is { } timestamp)
        {
            request.Headers.Add("telnyx-timestamp", timestamp);
        }

        using var response = await _http.SendAsync(request);
        Assert.Empty(await response.Content.ReadAsStringAsync());
        return response.StatusCode;
    }
}
