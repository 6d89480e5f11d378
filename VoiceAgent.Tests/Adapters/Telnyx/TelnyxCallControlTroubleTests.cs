using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Telnyx;

/// <summary>Commands to a carrier that refuses, breaks off or says nothing.</summary>
[Trait("Kind", "Adapter")]
public sealed class TelnyxCallControlTroubleTests : IDisposable
{
    private const string Ok = """{"data":{"result":"ok"}}""";

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(401, "10009", ProviderErrorKind.Unauthorized)]
    [InlineData(403, "10010", ProviderErrorKind.Unauthorized)]
    [InlineData(403, "20012", ProviderErrorKind.QuotaExceeded)]
    [InlineData(404, "10005", ProviderErrorKind.Rejected)]
    [InlineData(422, "90015", ProviderErrorKind.Rejected)]
    [InlineData(422, "90041", ProviderErrorKind.RateLimited)]
    [InlineData(429, "10011", ProviderErrorKind.RateLimited)]
    public async Task A_refusal_has_a_kind_and_is_not_repeated(int status, string code, ProviderErrorKind kind)
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, ScriptedProvider.Refusal(status, Error(code)));

        var trouble = await TroubleAsync(telnyx);

        Assert.Equal((kind, status, code), (trouble.Kind, trouble.StatusCode, trouble.Code));
        Assert.Single(telnyx.Requests);
    }

    [Theory]
    [InlineData(400, "<html>Bad gateway</html>", "text/html; charset=nonsense", ProviderErrorKind.Rejected)]
    [InlineData(422, """{"errors":[{"code":"a secret of somebody"}]}""", "application/json", ProviderErrorKind.Rejected)]
    [InlineData(422, """{"errors":"all of them"}""", "application/json", ProviderErrorKind.Rejected)]
    [InlineData(401, "", null, ProviderErrorKind.Unauthorized)]
    public async Task A_refusal_in_no_documented_form_is_judged_by_its_status(int status, string body, string? type, ProviderErrorKind kind)
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        });

        var trouble = await TroubleAsync(telnyx);

        Assert.Equal((kind, status, null), (trouble.Kind, trouble.StatusCode, trouble.Code));
    }

    [Fact]
    public async Task A_server_error_is_repeated_once_with_the_same_command_id()
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, ScriptedProvider.Refusal(503, "<html>down</html>"));

        var trouble = await TroubleAsync(telnyx);

        Assert.Equal((ProviderErrorKind.Unavailable, 503), (trouble.Kind, trouble.StatusCode));
        Assert.Equal(2, telnyx.Requests.Count);
        Assert.Single(telnyx.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("command_id").GetGuid()).Distinct());
    }

    [Fact]
    public async Task Two_commands_have_two_command_ids()
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, context => context.Response.WriteAsync(Ok));
        var control = Control(telnyx, TimeProvider.System);

        await control.HangUpAsync("v3:a b/c", CancellationToken.None);
        await control.HangUpAsync("v3:a b/c", CancellationToken.None);

        Assert.All(telnyx.Requests, request => Assert.Equal(("/v2/calls/v3:a%20b%2Fc/actions/hangup", "Bearer " + ScriptedProvider.Key), (request.Path, request.Headers["Authorization"])));
        Assert.Equal(2, telnyx.Requests.Select(request => request.Body).Distinct().Count());
    }

    [Fact]
    public async Task A_dropped_connection_is_unavailable()
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(ProviderErrorKind.Unavailable, (await TroubleAsync(telnyx)).Kind);
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        var time = new ManualTime();
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, context => time.RunUntilAsync(ScriptedProvider.GoneAsync(context)));

        Assert.Equal(ProviderErrorKind.Timeout, (await TroubleAsync(telnyx, time)).Kind);
        Assert.Equal(2, telnyx.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"data":[""")]
    public async Task Silence_in_the_middle_of_a_list_is_a_timeout(string begin)
    {
        var time = new ManualTime();
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(begin);
            await context.Response.Body.FlushAsync();
            await time.RunUntilAsync(ScriptedProvider.GoneAsync(context));
        });
        var listing = Control(telnyx, time).ListNumbersAsync(CancellationToken.None);

        var trouble = await Assert.ThrowsAsync<ProviderException>(() => listing.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));

        Assert.Equal(ProviderErrorKind.Timeout, trouble.Kind);
    }

    [Theory]
    [InlineData("<html>maintenance</html>", "text/html; charset=nonsense")]
    [InlineData("""{"data":7}""", "application/json")]
    [InlineData("", "application/json")]
    public async Task A_list_in_no_documented_form_is_a_protocol_error(string body, string type)
    {
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        });

        var trouble = await Assert.ThrowsAsync<ProviderException>(() => Control(telnyx, TimeProvider.System).ListNumbersAsync(CancellationToken.None));

        Assert.Equal(ProviderErrorKind.Protocol, trouble.Kind);
        Assert.DoesNotContain(ScriptedProvider.Key, trouble.ToString());
    }

    [Fact]
    public async Task Numbers_without_id_or_number_are_left_out_and_a_list_without_pages_is_whole()
    {
        const string List = """{"data":[null,{"id":"1"},{"phone_number":"+12025550131"},{"id":"2","phone_number":"+12025550132"}]}""";
        await using var telnyx = await ScriptedProvider.StartAsync(ProviderName.Telnyx, context => context.Response.WriteAsync(List));

        var number = Assert.Single(await Control(telnyx, TimeProvider.System).ListNumbersAsync(CancellationToken.None));

        Assert.Equal(("2", "+12025550132", null), (number.Id, number.Number, number.ConnectionName));
        Assert.Single(telnyx.Requests);
    }

    [Fact]
    public async Task A_caller_who_no_longer_waits_gets_no_provider_trouble()
    {
        await using var telnyx = await ScriptedProvider.StartAsync(
            ProviderName.Telnyx, ScriptedProvider.GoneAsync);
        using var enough = new CancellationTokenSource();
        var answering = Control(telnyx, TimeProvider.System).AnswerAsync("v3:a", enough.Token);
        await telnyx.Arrived;

        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    private static string Error(string code) => $$"""{"errors":[{"code":"{{code}}","title":"No","detail":"{{ScriptedProvider.Key}}"}]}""";

    private TelnyxCallControl Control(ScriptedProvider telnyx, TimeProvider time) => new(_http, telnyx.Endpoints.For(ProviderName.Telnyx), telnyx.Lease, time);

    private async Task<ProviderException> TroubleAsync(ScriptedProvider telnyx, TimeProvider? time = null)
    {
        var trouble = await Assert.ThrowsAsync<ProviderException>(
            () => Control(telnyx, time ?? TimeProvider.System).AnswerAsync("v3:a", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
        Assert.DoesNotContain(ScriptedProvider.Key, trouble.ToString());
        return trouble;
    }
}
