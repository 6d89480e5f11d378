using System.Text;
using System.Text.Json;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class TelnyxRestTests : IAsyncLifetime
{
    private TelnyxFixture _fixture = null!;

    private FakeApp App => _fixture.App;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("v2/balance")]
    [InlineData("v2/whoami")]
    [InlineData("v2/phone_numbers")]
    [InlineData("v2/calls/v3%3Aabc")]
    [InlineData("v2/nothing")]
    public async Task A_wrong_key_is_refused_everywhere(string path)
    {
        var (status, body) = await App.GetAsync(path, "KEYwrong");

        Assert.Equal((401, "10009", "Authentication failed"), (status, Code(body), Error(body).GetProperty("title").GetString()));
    }

    [Fact]
    public async Task The_kinds_of_keys_are_told_apart()
    {
        Assert.Equal(403, (await App.GetAsync("v2/balance", SandboxKeys.Limited("telnyx"))).Status);
        Assert.Equal(429, (await App.GetAsync("v2/balance", SandboxKeys.RateLimited("telnyx"))).Status);
        var (status, body) = await App.GetAsync("v2/balance", SandboxKeys.WithoutCredit("telnyx"));
        Assert.Equal((200, "0.00"), (status, Data(body).GetProperty("balance").GetString()));
        (status, body) = await App.GetAsync("v2/calls/any", SandboxKeys.WithoutCredit("telnyx"));
        Assert.Equal((403, "20012"), (status, Code(body)));
    }

    [Fact]
    public async Task Balance_whoami_and_public_key_answer_as_documented()
    {
        var balance = Data((await App.GetAsync("v2/balance")).Body);
        var who = Data((await App.GetAsync("v2/whoami")).Body);
        var key = Data((await App.GetAsync("v2/public_key")).Body);

        Assert.Equal(("balance", "300.00", "USD"), (Text(balance, "record_type"), Text(balance, "balance"), Text(balance, "currency")));
        Assert.False(string.IsNullOrEmpty(Text(who, "organization_id")));
        Assert.Equal(_fixture.Telnyx.PublicKey, Text(key, "public"));
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        var (status, body) = await App.GetAsync("v2/recordings");

        Assert.Equal((404, "10005"), (status, Code(body)));
    }

    [Fact]
    public async Task Numbers_come_in_pages()
    {
        var (_, first) = await App.GetAsync("v2/phone_numbers?page[number]=1&page[size]=2");
        var (_, second) = await App.GetAsync("v2/phone_numbers?page[number]=2&page[size]=2");

        Assert.Equal((2, 1), (first.GetProperty("data").GetArrayLength(), second.GetProperty("data").GetArrayLength()));
        Assert.Equal(
            """{"page_number":2,"page_size":2,"total_pages":2,"total_results":3}""", second.GetProperty("meta").GetRawText());
    }

    [Theory]
    [InlineData("filter[phone_number]=1202555", 1)]
    [InlineData("filter[phone_number]=%2B1202555", 0)]
    [InlineData("filter[phone_number]=12", 0)]
    [InlineData("filter[status]=active", 3)]
    [InlineData("filter[status]=deleted", 0)]
    [InlineData("filter[connection_id]=1494404757140276705", 3)]
    [InlineData("filter[connection_id]=7", 0)]
    [InlineData("filter[country_iso_alpha2]=DE", 1)]
    public async Task Numbers_are_filtered(string query, int expected) =>
        Assert.Equal(expected, (await App.GetAsync($"v2/phone_numbers?{query}")).Body.GetProperty("data").GetArrayLength());

    [Theory]
    [InlineData("page[size]=251", "10033", "page[size]")]
    [InlineData("page[size]=0", "10033", "page[size]")]
    [InlineData("page[number]=x", "10033", "page[number]")]
    [InlineData("sort=age", "10032", "sort")]
    public async Task A_wrong_page_is_refused(string query, string code, string parameter)
    {
        var (status, body) = await App.GetAsync($"v2/phone_numbers?{query}");

        Assert.Equal((422, code), (status, Code(body)));
        Assert.Equal(parameter, Error(body).GetProperty("source").GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task An_unknown_call_is_refused()
    {
        Assert.Equal((422, "90015"), Refusal(await App.CommandAsync("v3:none", "answer", new { })));
        Assert.Equal(404, (await App.GetAsync("v2/calls/v3%3Anone")).Status);
        Assert.Equal(404, (await App.CommandAsync("v3:none", "dance", new { })).Status);
    }

    [Theory]
    [InlineData("streaming_start")]
    [InlineData("streaming_stop")]
    [InlineData("send_dtmf")]
    public async Task Most_commands_wait_for_the_answer(string action)
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();

        Assert.Equal((422, "90034"), Refusal(await App.CommandAsync(id, action, new { stream_url = "ws://127.0.0.1/", digits = "1" })));
    }

    [Theory]
    [InlineData("""{}""", "10004", "/stream_url")]
    [InlineData("""{"stream_url":"http://127.0.0.1/"}""", "10003", "/stream_url")]
    [InlineData("""{"stream_url":7}""", "10015", "/stream_url")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_track":"all"}""", "90059", "/stream_track")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_codec":"pcmu"}""", "10032", "/stream_codec")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_bidirectional_mode":"raw"}""", "10032", "/stream_bidirectional_mode")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_bidirectional_codec":"pcmu"}""", "10032", "/stream_bidirectional_codec")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_bidirectional_codec":"OPUS"}""", "10015", "/stream_bidirectional_codec")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_bidirectional_target_legs":"me"}""", "10032", "/stream_bidirectional_target_legs")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_bidirectional_sampling_rate":44100}""", "10032", "/stream_bidirectional_sampling_rate")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","stream_auth_token":"a\nb"}""", "10015", "/stream_auth_token")]
    [InlineData("""{"stream_url":"ws://127.0.0.1/","client_state":"not base64!"}""", "90017", "/client_state")]
    public async Task A_wrong_streaming_start_is_refused_and_changes_nothing(string json, string code, string pointer)
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();
        await App.CommandAsync(id, "answer", new { });

        var refused = await App.CommandAsync(id, "streaming_start", JsonSerializer.Deserialize<JsonElement>(json));

        Assert.Equal((422, code), Refusal(refused));
        Assert.Equal(pointer, Error(refused.Body).GetProperty("source").GetProperty("pointer").GetString());
        Assert.Equal((422, "90048"), Refusal(await App.CommandAsync(id, "streaming_stop", new { })));
    }

    [Theory]
    [InlineData("""{}""", "10004")]
    [InlineData("""{"digits":"12x"}""", "90014")]
    [InlineData("""{"digits":"12","duration_millis":50}""", "90021")]
    public async Task Wrong_digits_are_refused(string json, string code)
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();
        await App.CommandAsync(id, "answer", new { });

        Assert.Equal((422, code), Refusal(await App.CommandAsync(id, "send_dtmf", JsonSerializer.Deserialize<JsonElement>(json))));
        Assert.Equal(200, (await App.CommandAsync(id, "send_dtmf", new { digits = "1w2#" })).Status);
    }

    [Fact]
    public async Task The_same_command_id_is_carried_out_once()
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();

        var first = await App.CommandAsync(id, "answer", new { command_id = "one" });
        var again = await App.CommandAsync(id, "answer", new { command_id = "one" });
        var other = await App.CommandAsync(id, "answer", new { command_id = "two" });

        Assert.Equal("""{"data":{"result":"ok"}}""", first.Body.GetRawText());
        Assert.Equal("""{"data":{"result":"ok"}}""", again.Body.GetRawText());
        Assert.Equal((422, "10015"), Refusal(other));
    }

    [Theory]
    [InlineData("""{}""", 422, "10004")]
    [InlineData("""{"cause":"BECAUSE"}""", 422, "10032")]
    public async Task A_rejection_needs_a_cause(string json, int status, string code)
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();

        Assert.Equal((status, code), Refusal(await App.CommandAsync(id, "reject", JsonSerializer.Deserialize<JsonElement>(json))));
    }

    [Fact]
    public async Task A_body_that_is_not_a_JSON_object_is_refused()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new("Bearer", SandboxKeys.Valid("telnyx"));
        var address = $"{_fixture.Sandbox.AddressOf("telnyx")}/v2/calls/x/actions/answer";

        using var broken = await http.PostAsync(address, new StringContent("{", Encoding.UTF8, "application/json"));
        using var array = await http.PostAsync(address, new StringContent("[]", Encoding.UTF8, "application/json"));
        using var form = await http.PostAsync(address, new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal((400, 400, 415), ((int)broken.StatusCode, (int)array.StatusCode, (int)form.StatusCode));
    }

    [Fact]
    public async Task A_call_tells_its_state()
    {
        var caller = new FakeCaller();
        var call = _fixture.CallAsync(caller);
        var id = await App.RingingAsync();
        await App.CommandAsync(id, "answer", new { client_state = "eyJjIjoiNjUxIn0=" });
        var alive = Data((await App.GetAsync($"v2/calls/{Uri.EscapeDataString(id)}")).Body);
        await App.CommandAsync(id, "hangup", new { });
        await call;
        var ended = Data((await App.GetAsync($"v2/calls/{Uri.EscapeDataString(id)}")).Body);

        Assert.Equal((id, "eyJjIjoiNjUxIn0=", true), (Text(alive, "call_control_id"), Text(alive, "client_state"), alive.GetProperty("is_alive").GetBoolean()));
        Assert.False(ended.GetProperty("is_alive").GetBoolean());
        Assert.Equal((422, "90018"), Refusal(await App.CommandAsync(id, "hangup", new { })));
    }

    [Theory]
    [InlineData("telnyx.key:429#1", 429, "10011")]
    [InlineData("telnyx.key:500#1", 500, "10007")]
    [InlineData("telnyx.key:quota#1", 403, "20012")]
    public async Task A_fault_script_makes_the_API_refuse(string script, int status, string code)
    {
        _fixture.Sandbox.Faults.Add(script);

        var (refused, body) = await App.GetAsync("v2/balance");

        Assert.Equal((status, code), (refused, Code(body)));
        Assert.Equal(200, (await App.GetAsync("v2/balance")).Status);
    }

    private static (int Status, string? Code) Refusal((int Status, JsonElement Body) answer) => (answer.Status, Code(answer.Body));

    private static JsonElement Error(JsonElement body) => body.GetProperty("errors")[0];

    private static string? Code(JsonElement body) => Error(body).GetProperty("code").GetString();

    private static JsonElement Data(JsonElement body) => body.GetProperty("data");

    private static string? Text(JsonElement data, string name) => data.GetProperty(name).GetString();
}
