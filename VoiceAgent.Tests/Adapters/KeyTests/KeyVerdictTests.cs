using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.KeyTests;

/// <summary>What each provider's documented answers mean. Bodies are written from the providers' pages.</summary>
[Trait("Kind", "Adapter")]
public sealed class KeyVerdictTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string PublicKey = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    [Theory]
    [InlineData(200, """{"api_key_id":"6d0f6b0e-1111-4c1b-8f53-2f1c6e4f5a01","scopes":["usage:write","usage:read"],"created":"2024-01-01T00:00:00.000Z"}""", KeyVerdict.Valid)]
    [InlineData(200, """{"api_key_id":"6d0f6b0e-1111-4c1b-8f53-2f1c6e4f5a01","scopes":["member"]}""", KeyVerdict.Valid)]
    [InlineData(200, """{"api_key_id":"6d0f6b0e-1111-4c1b-8f53-2f1c6e4f5a01"}""", KeyVerdict.Valid)]
    [InlineData(200, "not json", KeyVerdict.Valid)]
    [InlineData(200, """{"api_key_id":"6d0f6b0e-1111-4c1b-8f53-2f1c6e4f5a01","scopes":["usage:read"]}""", KeyVerdict.ValidLimited)]
    [InlineData(400, """{"err_code":"BAD_REQUEST","err_msg":"Invalid credentials."}""", KeyVerdict.Invalid)]
    [InlineData(400, """{"err_code":"BAD_REQUEST","err_msg":"Something else."}""", KeyVerdict.CouldNotCheck)]
    [InlineData(401, """{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"r"}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"err_code":"INSUFFICIENT_PERMISSIONS","err_msg":"User does not have sufficient permissions.","request_id":"r"}""", KeyVerdict.ValidLimited)]
    [InlineData(402, """{"err_code":"ASR_PAYMENT_REQUIRED","err_msg":"Project does not have enough credits","request_id":"r"}""", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"err_code":"FORBIDDEN","err_msg":"Insufficient permissions."}""", KeyVerdict.ValidLimited)]
    public Task Deepgram(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.Deepgram, status, body, expected);

    [Theory]
    [InlineData(200, """{"models":[]}""", KeyVerdict.Valid)]
    [InlineData(401, """{"status_code":401,"error_type":"unauthenticated","message":"Incorrect API key provided."}""", KeyVerdict.Invalid)]
    [InlineData(402, """{"status_code":402,"error_type":"organization_balance_exhausted","message":"…"}""", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"status_code":403,"error_type":"permission_denied","message":"…"}""", KeyVerdict.ValidLimited)]
    [InlineData(404, "", KeyVerdict.CouldNotCheck)]
    public Task Soniox(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.Soniox, status, body, expected);

    [Theory]
    [InlineData(200, """{"token":"eyJ-invented","expires_in_seconds":60}""", KeyVerdict.Valid)]
    [InlineData(401, """{"error":"Authentication error, API token missing/invalid"}""", KeyVerdict.Invalid)]
    [InlineData(402, "", KeyVerdict.QuotaExceeded)]
    [InlineData(400, """{"error":"Bad request"}""", KeyVerdict.CouldNotCheck)]
    public Task AssemblyAI(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.AssemblyAI, status, body, expected);

    [Theory]
    [InlineData(200, """{"object":"list","data":[{"id":"gpt-4.1-mini","object":"model","created":1744318173,"owned_by":"system"}]}""", KeyVerdict.Valid)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-bad.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"error":{"message":"You must be a member of an organization to use the API","type":"invalid_request_error","param":null,"code":null}}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read.","type":"invalid_request_error","param":null,"code":null}}""", KeyVerdict.ValidLimited)]
    [InlineData(403, """{"error":{"message":"Missing scopes: api.model.read","type":"invalid_request_error","param":null,"code":null}}""", KeyVerdict.ValidLimited)]
    [InlineData(403, """{"error":{"message":"Country not supported","type":"request_forbidden","param":null,"code":"unsupported_country_region_territory"}}""", KeyVerdict.CouldNotCheck)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", KeyVerdict.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"…","type":"requests","param":null,"code":"project_spend_limit_exceeded"}}""", KeyVerdict.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", KeyVerdict.CouldNotCheck)]
    public Task OpenAI(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.OpenAI, status, body, expected);

    [Theory]
    [InlineData(200, """{"redacted_api_key":"xai-...b14o","create_time":1700000000,"acls":["api-key:model:*","api-key:endpoint:*"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}""", KeyVerdict.Valid)]
    [InlineData(200, """{"acls":["api-key:model:grok-4.3","api-key:endpoint:chat"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}""", KeyVerdict.Valid)]
    [InlineData(200, """{"acls":["api-key:model:*","api-key:endpoint:embed"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}""", KeyVerdict.ValidLimited)]
    [InlineData(200, """{"acls":["api-key:endpoint:*"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}""", KeyVerdict.ValidLimited)]
    [InlineData(200, """{"acls":["api-key:model:*","api-key:endpoint:*"],"team_blocked":true,"api_key_blocked":false,"api_key_disabled":false}""", KeyVerdict.Invalid)]
    [InlineData(200, """{"acls":["api-key:model:*","api-key:endpoint:*"],"team_blocked":false,"api_key_blocked":true,"api_key_disabled":false}""", KeyVerdict.Invalid)]
    [InlineData(200, """{"acls":["api-key:model:*","api-key:endpoint:*"],"team_blocked":false,"api_key_blocked":false,"api_key_disabled":true}""", KeyVerdict.Invalid)]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided: xa***ad. You can obtain an API key from https://console.x.ai."}""", KeyVerdict.Invalid)]
    [InlineData(400, """{"error":{"message":"Incorrect API key provided: xa***ad.","type":"invalid","code":"invalid-argument"}}""", KeyVerdict.Invalid)]
    [InlineData(400, """{"code":"invalid-argument","error":"Unknown parameter"}""", KeyVerdict.CouldNotCheck)]
    [InlineData(401, """{"code":"unauthenticated:no-credentials","error":"No credentials provided"}""", KeyVerdict.Invalid)]
    [InlineData(402, "", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"code":"personal-team-blocked:spending-limit","error":"…"}""", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"code":"permission-denied","error":"This API key is blocked"}""", KeyVerdict.Invalid)]
    [InlineData(403, """{"code":"permission-denied","error":"No permission"}""", KeyVerdict.ValidLimited)]
    [InlineData(429, """{"code":"Some resource has been exhausted","error":"Your team 0 has either used all available credits or reached its monthly spending limit."}""", KeyVerdict.QuotaExceeded)]
    [InlineData(429, """{"code":"Some resource has been exhausted","error":"Too many requests for team 0 and model grok-4.3."}""", KeyVerdict.CouldNotCheck)]
    public Task Grok(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.Grok, status, body, expected);

    [Theory]
    [InlineData(200, """{"user_id":"u","subscription":{"tier":"free","character_count":0,"character_limit":10000},"xi_api_key":"the key itself"}""", KeyVerdict.Valid)]
    [InlineData(401, """{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"detail":"Invalid API key"}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"detail":[{"loc":["header"],"msg":"field required","type":"value_error.missing"}]}""", KeyVerdict.Invalid)]
    [InlineData(401, """{"detail":{"status":"missing_permissions","message":"The API key you used is missing the permission user_read to execute this operation."}}""", KeyVerdict.ValidLimited)]
    [InlineData(401, """{"detail":{"type":"authentication_error","code":"unauthorized","status":"missing_permissions","message":"…","request_id":"r"}}""", KeyVerdict.ValidLimited)]
    [InlineData(401, """{"detail":{"status":"quota_exceeded","message":"…"}}""", KeyVerdict.QuotaExceeded)]
    [InlineData(401, """{"detail":{"status":"detected_unusual_activity","message":"…"}}""", KeyVerdict.Invalid)]
    [InlineData(402, "", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"detail":{"status":"only_for_creator+","message":"…"}}""", KeyVerdict.CouldNotCheck)]
    public Task ElevenLabs(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.ElevenLabs, status, body, expected);

    [Theory]
    [InlineData(200, """{"page_number":0,"page_size":1,"total_pages":120,"voices_page":[]}""", KeyVerdict.Valid)]
    [InlineData(401, """{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}""", KeyVerdict.Invalid)]
    [InlineData(401, "", KeyVerdict.Invalid)]
    [InlineData(402, "", KeyVerdict.QuotaExceeded)]
    [InlineData(422, """{"detail":[]}""", KeyVerdict.CouldNotCheck)]
    public Task Hume(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.Hume, status, body, expected);

    [Theory]
    [InlineData(200, """{"data":{"record_type":"balance","balance":"300.00","credit_limit":"100.00","available_credit":"400.00","pending":"10.00","currency":"USD"}}""", KeyVerdict.Valid)]
    [InlineData(200, """{"data":{"record_type":"balance","available_credit":"0.00"}}""", KeyVerdict.QuotaExceeded)]
    [InlineData(200, """{"data":{"record_type":"balance","available_credit":"-1.50"}}""", KeyVerdict.QuotaExceeded)]
    [InlineData(200, """{"data":{}}""", KeyVerdict.Valid)]
    [InlineData(401, """{"errors":[{"code":"10009","title":"Authentication failed","detail":"…"}]}""", KeyVerdict.Invalid)]
    [InlineData(403, """{"errors":[{"code":"20002","title":"Key revoked"}]}""", KeyVerdict.Invalid)]
    [InlineData(403, """{"errors":[{"code":"20012","title":"Account inactive"}]}""", KeyVerdict.QuotaExceeded)]
    [InlineData(403, """{"errors":[{"code":"20013","title":"Account blocked"}]}""", KeyVerdict.Invalid)]
    [InlineData(403, """{"errors":[{"code":"20014","title":"Account unverified"}]}""", KeyVerdict.ValidLimited)]
    [InlineData(403, """{"errors":[{"code":"10010","title":"No permission"}]}""", KeyVerdict.ValidLimited)]
    [InlineData(403, "<html>Forbidden</html>", KeyVerdict.ValidLimited)]
    [InlineData(429, """{"errors":[{"code":"10011","title":"Too many requests"}]}""", KeyVerdict.CouldNotCheck)]
    public Task Telnyx(int status, string body, KeyVerdict expected) => AssertAsync(ProviderName.Telnyx, status, body, expected);

    [Theory]
    [InlineData(200, """{"data":{"public":"ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=","record_type":"public_key","organization_id":"o"}}""", PublicKey)]
    [InlineData(200, """{"data":{"public":"c2hvcnQ="}}""", null)]
    [InlineData(200, "not json", null)]
    [InlineData(404, "", null)]
    public async Task Telnyx_gives_the_public_key_where_it_can(int status, string body, string? expected)
    {
        await using var rig = await KeyTestRig.StartAsync(context => context.Request.Path == "/telnyx/v2/public_key"
            ? KeyTestRig.Answer(status, body)(context)
            : KeyTestRig.Answer(200, """{"data":{"available_credit":"5.00"}}""")(context));

        var result = await rig.TestAsync(ProviderName.Telnyx, "KEY" + Key);

        Assert.Equal((KeyVerdict.Valid, expected), (result.Verdict, result.WebhookPublicKey));
        Assert.Equal(["/telnyx/v2/balance", "/telnyx/v2/public_key"], rig.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_refused_Telnyx_key_is_not_asked_for_more()
    {
        await using var rig = await KeyTestRig.AnsweringAsync(401, "{}");

        await rig.TestAsync(ProviderName.Telnyx, "KEY" + Key);

        Assert.Single(rig.Requests);
    }

    private static async Task AssertAsync(ProviderName provider, int status, string body, KeyVerdict expected)
    {
        await using var rig = await KeyTestRig.AnsweringAsync(status, body);

        var result = await rig.TestAsync(provider, Key);

        Assert.Equal(expected, result.Verdict);
        Assert.Contains(ProviderCatalog.Get(provider).DisplayName, result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Detail, StringComparison.Ordinal);
    }
}
