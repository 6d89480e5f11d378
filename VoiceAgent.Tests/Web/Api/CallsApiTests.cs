using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class CallsApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task A_call_is_listed_and_told_with_what_was_said_and_who_failed()
    {
        using var client = await app.NewClientAsync("calls:read");
        using var stranger = await app.NewClientAsync("calls:read");
        var call = await StoreAsync(client, minutes: 1);
        var newer = await StoreAsync(client, minutes: 2);

        var list = (await client.GetAsync("/api/v1/calls?take=1")).Json;
        Assert.Equal((newer.Id.ToString(), 2), (list.GetProperty("calls")[0].GetProperty("id").GetString(), list.GetProperty("total").GetInt32()));
        Assert.Equal(1, list.GetProperty("calls").GetArrayLength());

        var told = (await client.GetAsync($"/api/v1/calls/{call.Id}")).Json;
        Assert.Equal("callerHungUp", told.GetProperty("call").GetProperty("endReason").GetString());
        Assert.Equal(
            """[{"atMs":42000,"provider":"deepgram","kind":"timeout","takenOverBy":"soniox"}]""", told.GetProperty("incidents").GetRawText());
        Assert.Equal(
            """[{"speaker":"caller","text":"When do you open?","unheard":null,"language":null,"atMs":2900}]""", told.GetProperty("transcript").GetRawText());

        Assert.Equal((404, "call-not-found"), await stranger.GetAsync($"/api/v1/calls/{call.Id}") is { } refused ? (refused.Status, refused.Code) : default);
        Assert.Equal(0, (await stranger.GetAsync("/api/v1/calls")).Json.GetProperty("total").GetInt32());
    }

    private async Task<Call> StoreAsync(ApiClient client, int minutes)
    {
        var started = DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(minutes);
        var call = new Call
        {
            Id = CallId.New(),
            AccountId = client.User.AccountId,
            Direction = CallDirection.Inbound,
            CallControlId = $"v3:{Guid.NewGuid():N}",
            StartedAt = started,
            AnsweredAt = started,
            EndedAt = started.AddMinutes(1),
            EndReason = CallEndReason.CallerHungUp,
            Incidents = [new ProviderIncident(TimeSpan.FromSeconds(42), ProviderName.Deepgram, ProviderErrorKind.Timeout, ProviderName.Soniox)],
            Transcript = [new TranscriptEntry { Speaker = Speaker.Caller, Text = "When do you open?", At = TimeSpan.FromSeconds(2.9), TurnId = 1 }],
        };
        await app.App.Services.GetRequiredService<CallRepository>().InsertAsync(client.User.AccountId, call, default);
        return call;
    }
}
