using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Adapters.Telnyx;

/// <summary>Commands against the simulated Telnyx.</summary>
[Trait("Kind", "Adapter")]
public sealed class TelnyxCallControlTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly List<KeyLease> _leases = [];
    private TelnyxFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _leases.ForEach(lease => lease.Dispose());
        _http.Dispose();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_answered_streamed_and_hung_up()
    {
        var call = _fixture.CallAsync(new FakeCaller());
        var id = await _fixture.App.RingingAsync();
        var control = Control();

        Assert.True(await control.AnswerAsync(id, CancellationToken.None));
        Assert.True(await control.StartStreamingAsync(id, Stream(), CancellationToken.None));
        var peer = await _fixture.App.Peers.WaitAsync(_ => true);
        var start = (await peer.FrameAsync("start")).GetProperty("start");
        await control.HangUpAsync(id, CancellationToken.None);

        Assert.Equal("one-use-token", peer.Token);
        Assert.Equal("PCMU", start.GetProperty("media_format").GetProperty("encoding").GetString());
        Assert.Equal((true, CallEnding.AppHungUp), Ending(await call));
    }

    [Fact]
    public async Task The_agents_audio_reaches_a_lone_caller()
    {
        var caller = new FakeCaller();
        _ = _fixture.CallAsync(caller);
        var id = await _fixture.App.RingingAsync();
        var control = Control();
        await control.AnswerAsync(id, CancellationToken.None);
        await control.StartStreamingAsync(id, Stream(), CancellationToken.None);
        var peer = await _fixture.App.Peers.WaitAsync(_ => true);
        await peer.FrameAsync("start");

        await peer.SendMediaAsync([.. Enumerable.Repeat((byte)0x21, 160)]);

        var heard = await caller.Frames.WaitAsync(frame => frame.Audio.Length > 0);
        Assert.Equal([.. Enumerable.Repeat((byte)0x21, 160)], heard.Audio);
    }

    [Fact]
    public async Task A_ringing_call_is_rejected()
    {
        var call = _fixture.CallAsync(new FakeCaller());
        var id = await _fixture.App.RingingAsync();

        await Control().RejectAsync(id, CancellationToken.None);

        Assert.Equal((false, CallEnding.Rejected), Ending(await call));
    }

    [Fact]
    public async Task What_is_asked_of_an_ended_call_is_moot_and_no_error()
    {
        using var caller = new CancellationTokenSource();
        var order = new CallIn("+12025550199", TelnyxFixture.Number, AudioFormat.Pcmu, TimeSpan.FromSeconds(20));
        var call = _fixture.Telnyx.CallInAsync(order, new FakeCaller(), caller.Token);
        var id = await _fixture.App.RingingAsync();
        await caller.CancelAsync();
        await call;
        var control = Control();

        Assert.False(await control.AnswerAsync(id, CancellationToken.None));
        Assert.False(await control.StartStreamingAsync(id, Stream(), CancellationToken.None));
        await control.RejectAsync(id, CancellationToken.None);
        await control.HangUpAsync(id, CancellationToken.None);
    }

    [Fact]
    public async Task A_call_nobody_knows_is_rejected()
    {
        var trouble = await Assert.ThrowsAsync<ProviderException>(() => Control().HangUpAsync("v3:none", CancellationToken.None));

        Assert.Equal((ProviderErrorKind.Rejected, 422, "90015"), (trouble.Kind, trouble.StatusCode, trouble.Code));
    }

    [Fact]
    public async Task Each_kind_of_unusable_key_is_told_apart_and_never_repeated()
    {
        await AssertAsync("KEY0123456789_never_given_out", ProviderErrorKind.Unauthorized);
        await AssertAsync(SandboxKeys.WithoutCredit("telnyx"), ProviderErrorKind.QuotaExceeded);
        await AssertAsync(SandboxKeys.RateLimited("telnyx"), ProviderErrorKind.RateLimited);

        async Task AssertAsync(string key, ProviderErrorKind kind)
        {
            var trouble = await Assert.ThrowsAsync<ProviderException>(() => Control(key).AnswerAsync("v3:any", CancellationToken.None));
            Assert.Equal(kind, trouble.Kind);
            Assert.DoesNotContain(key, trouble.ToString());
        }
    }

    [Fact]
    public async Task A_command_survives_one_server_error()
    {
        var call = _fixture.CallAsync(new FakeCaller());
        var id = await _fixture.App.RingingAsync();
        _fixture.Sandbox.Faults.Add("telnyx:500#1");

        Assert.True(await Control().AnswerAsync(id, CancellationToken.None));
        await Control().HangUpAsync(id, CancellationToken.None);

        Assert.Equal((true, CallEnding.AppHungUp), Ending(await call));
    }

    [Fact]
    public async Task All_numbers_are_listed_over_several_pages()
    {
        for (var number = 0; number < 150; number++)
        {
            _fixture.Telnyx.Connect($"+1202555{1000 + number}", _fixture.App.Webhook);
        }

        var numbers = await Control().ListNumbersAsync(CancellationToken.None);

        Assert.Equal(_fixture.Telnyx.Numbers.Select(number => number.Number), numbers.Select(number => number.Number));
        Assert.Equal(("Sandbox", true), (numbers[0].ConnectionName, numbers.All(number => number.Id.Length > 0)));
    }

    private static (bool Answered, CallEnding Ending) Ending(CallOutcome outcome) => (outcome.Answered, outcome.Ending);

    private MediaStreamRequest Stream() => new(_fixture.App.Media, "one-use-token", "PCMU");

    private TelnyxCallControl Control(string? key = null)
    {
        var address = _fixture.Sandbox.AddressOf("telnyx");
        var lease = new KeyLease(
            AccountId.New(), ProviderName.Telnyx, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(key ?? SandboxKeys.Valid("telnyx")));
        _leases.Add(lease);
        return new TelnyxCallControl(_http, new ProviderEndpoint(address, address, "sandbox"), lease, TimeProvider.System);
    }
}
