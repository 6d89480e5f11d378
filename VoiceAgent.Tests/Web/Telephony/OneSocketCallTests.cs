using VoiceAgent.Core.Calls;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>A call whose voice has one socket for all utterances.</summary>
[Trait("Kind", "Host")]
public sealed class OneSocketCallTests
{
    [Fact]
    public async Task Every_utterance_of_a_call_goes_through_one_socket_which_closes_with_it()
    {
        await using var app = await CallingApp.StartAsync("--Providers:elevenlabs:OneSocketPerCall=true");
        var owner = await app.OwnerAsync("+12025550240");

        var report = await app.CallAsync(owner, "Hello there.", "Thank you.");
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.Problem);
        Assert.Equal(["Hello! How can I help you today?", "You're welcome. Is there anything else I can help you with?"], report.Turns.Select(turn => turn.Agent));
        Assert.Equal((CallEndReason.CallerHungUp, null), (call.EndReason, call.Problem));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        await app.Sandbox.Recorded.WaitAsync(record => record.OpenAt("elevenlabs") == 0, patience.Token);
        var socket = Assert.Single(app.Sandbox.Recorded.Of("elevenlabs"), connection => connection.IsSocket);
        Assert.EndsWith("/multi-stream-input", socket.Path, StringComparison.Ordinal);
    }
}
