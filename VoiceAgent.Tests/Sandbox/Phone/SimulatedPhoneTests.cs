using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Phone;

/// <summary>Whole calls over real sockets, to an app that answers with the sandbox's own voice.</summary>
[Trait("Kind", "Adapter")]
public sealed class SimulatedPhoneTests : IAsyncLifetime
{
    private TelnyxFixture _fixture = null!;

    private PhoneScript Script { get; } = new()
    {
        To = TelnyxFixture.Number,
        Lines = ["When are you open?"],
        AnswerTimeout = TimeSpan.FromSeconds(4),
    };

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("PCMU")]
    [InlineData("PCMA")]
    public async Task A_call_reports_what_both_said_and_how_long_the_answer_took(string codec)
    {
        _fixture.App.AnswersEveryCall(_fixture.App.TwoWay(codec));
        await AgentAsync("Welcome to the shop.", "We open at nine.");

        var report = await _fixture.Sandbox.Phone.CallAsync(Script with { Codec = codec }, CancellationToken.None);

        Assert.Equal("Welcome to the shop.", report.Greeting);
        var turn = Assert.Single(report.Turns);
        Assert.Equal(("When are you open?", "We open at nine."), (turn.Caller, turn.Agent));
        Assert.InRange(turn.VoiceToVoiceMs!.Value, 200, 3000);
        Assert.Equal((true, "caller_hung_up", 0, null), (report.Succeeded, report.EndReason, report.BargeIns, report.Problem));
    }

    [Fact]
    public async Task What_the_caller_says_is_recognised_by_the_sandbox()
    {
        _fixture.App.AnswersEveryCall();
        await AgentAsync("Hello.", "Nine.");
        var ear = _fixture.Sandbox.Utterances.Listen(TimeSpan.FromMilliseconds(400));
        await _fixture.Sandbox.Phone.CallAsync(Script, CancellationToken.None);
        var samples = new short[160];
        var heard = new List<VoiceAgent.Sandbox.Recognition.HeardEvent>();
        foreach (var frame in _fixture.App.Peers.All[0].Frames.All.Where(frame => MediaPeer.Event(frame) == "media"))
        {
            G711.DecodeMulaw(frame.GetProperty("media").GetProperty("payload").GetBytesFromBase64(), samples);
            ear.Listen(samples, heard);
        }

        Assert.Equal(
            ["When", "are", "you", "open?"],
            heard.OfType<VoiceAgent.Sandbox.Recognition.HeardEvent.Word>().Select(word => word.Text));
    }

    [Fact]
    public async Task Speaking_over_a_long_answer_stops_it()
    {
        _fixture.App.AnswersEveryCall();
        await AgentAsync(
            "Hello.", "We open at nine in the morning and close at six in the evening on every day of the week.", "Yes, I am listening.");

        var report = await _fixture.Sandbox.Phone.CallAsync(Script with { BargeIn = true }, CancellationToken.None);

        var turn = Assert.Single(report.Turns);
        Assert.Equal(1, report.BargeIns);
        Assert.InRange(Assert.Single(report.BargeInMs), 20, 1500);
        Assert.StartsWith("We open", turn.Agent);
        Assert.DoesNotContain("week", turn.Agent);
        Assert.Equal("Yes, I am listening.", turn.Interruption!.Agent);
        Assert.True(report.Succeeded);
    }

    [Fact]
    public async Task An_agent_that_says_nothing_leaves_the_turn_unanswered()
    {
        _fixture.App.AnswersEveryCall();

        var report = await _fixture.Sandbox.Phone.CallAsync(
            Script with { AnswerTimeout = TimeSpan.FromMilliseconds(300) }, CancellationToken.None);

        Assert.True(report.Answered);
        Assert.False(report.Succeeded);
        Assert.Null(Assert.Single(report.Turns).VoiceToVoiceMs);
        Assert.Equal("1 of 1 lines got no answer.", report.Problem);
    }

    [Fact]
    public async Task A_rejected_call_is_not_answered()
    {
        _fixture.App.OnEvent = async told =>
        {
            if (FakeApp.Type(told) == "call.initiated")
            {
                var id = told.GetProperty("data").GetProperty("payload").GetProperty("call_control_id").GetString()!;
                await _fixture.App.CommandAsync(id, "reject", new { cause = "CALL_REJECTED" });
            }
        };

        var report = await _fixture.Sandbox.Phone.CallAsync(Script, CancellationToken.None);

        Assert.Equal((false, "rejected", "The app refused the call.", 1), (report.Answered, report.EndReason, report.Problem, report.LinesLeft));
    }

    [Fact]
    public async Task An_agent_that_hangs_up_is_told_apart()
    {
        _fixture.App.OnEvent = async told =>
        {
            var id = told.GetProperty("data").GetProperty("payload").GetProperty("call_control_id").GetString()!;
            switch (FakeApp.Type(told))
            {
                case "call.initiated":
                    await _fixture.App.CommandAsync(id, "answer", new { });
                    break;
                case "call.answered":
                    await _fixture.App.CommandAsync(id, "hangup", new { });
                    break;
            }
        };

        var report = await _fixture.Sandbox.Phone.CallAsync(Script, CancellationToken.None);

        Assert.Equal((true, "agent_hung_up", false), (report.Answered, report.EndReason, report.Succeeded));
        Assert.Equal("The app answered, but its media stream never opened.", report.Problem);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_ended()
    {
        var report = await _fixture.Sandbox.Phone.CallAsync(Script with { Timeout = TimeSpan.FromMilliseconds(100) }, CancellationToken.None);

        Assert.Equal((false, "timeout"), (report.Answered, report.EndReason));
    }

    [Fact]
    public async Task A_number_without_an_app_is_told_in_words()
    {
        var report = await _fixture.Sandbox.Phone.CallAsync(Script with { To = "+441632960131" }, CancellationToken.None);

        Assert.Equal("not_found", report.EndReason);
        Assert.StartsWith("No app is connected to this number", report.Problem);
    }

    [Theory]
    [InlineData("12", "PCMU", "Hello", "")]
    [InlineData("+12025550131", "OPUS", "Hello", "")]
    [InlineData("+12025550131", "PCMU", "...", "")]
    [InlineData("+12025550131", "PCMU", "Hello", "1x")]
    public async Task A_script_that_cannot_be_played_is_refused(string to, string codec, string line, string keys) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Sandbox.Phone.CallAsync(
            new PhoneScript { To = to, Codec = codec, Lines = [line], Keys = keys }, CancellationToken.None));

    private async Task AgentAsync(params string[] sayings) =>
        _fixture.App.OnMedia = await FakeAgent.SpeakingAsync(_fixture.Sandbox.Voice, sayings);
}
