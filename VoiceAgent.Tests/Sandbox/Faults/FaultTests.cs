using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Tests.Sandbox.Faults;

[Trait("Kind", "Unit")]
public sealed class FaultTests
{
    public static TheoryData<string, Fault> Readable => new()
    {
        { "deepgram:close@2", new() { Provider = "deepgram", Kind = FaultKind.Close, Value = 1011, After = 2 } },
        { "deepgram:close=1006@2", new() { Provider = "deepgram", Kind = FaultKind.Close, Value = 1006, After = 2 } },
        { "openai:429", new() { Provider = "openai", Kind = FaultKind.Status, Value = 429 } },
        { " openai:500#1 ", new() { Provider = "openai", Kind = FaultKind.Status, Value = 500, Connections = 1 } },
        { "elevenlabs:quota", new() { Provider = "elevenlabs", Kind = FaultKind.Quota } },
        { "deepgram:silence@3", new() { Provider = "deepgram", Kind = FaultKind.Silence, After = 3 } },
        { "elevenlabs:garbage@1", new() { Provider = "elevenlabs", Kind = FaultKind.Garbage, After = 1 } },
        { "openai:drop@5#2", new() { Provider = "openai", Kind = FaultKind.Drop, After = 5, Connections = 2 } },
        { "openai:error@5", new() { Provider = "openai", Kind = FaultKind.Error, After = 5 } },
        { "openai:delay=1500", new() { Provider = "openai", Kind = FaultKind.Delay, Value = 1500 } },
        { "deepgram:slow", new() { Provider = "deepgram", Kind = FaultKind.Slow, Value = 400 } },
        { "openai:silence@connect", new() { Provider = "openai", Kind = FaultKind.Silence, After = Fault.AtConnect } },
        { "soniox.key:503", new() { Provider = "soniox", OnKeyCheck = true, Kind = FaultKind.Status, Value = 503 } },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_fault_is_read_from_its_script(string script, Fault fault) => Assert.Equal(fault, Fault.Parse(script));

    [Theory]
    [InlineData("", "A fault is provider:kind")]
    [InlineData("deepgram", "A fault is provider:kind")]
    [InlineData("deepgram:explode", "Kinds: an HTTP status")]
    [InlineData("acme:close", "Providers: assemblyai, compatible, deepgram")]
    [InlineData("openai:200", "an HTTP status is 400 to 599")]
    [InlineData("openai:delay", "needs milliseconds")]
    [InlineData("openai:429@3", "@ fits only close")]
    [InlineData("openai:delay=5@3", "@ fits only close")]
    [InlineData("openai:drop#0", "would hit no connection")]
    [InlineData("openai:drop@99999999999", "too large")]
    [InlineData("deepgram:close=7", "a close code is 1000 to 4999")]
    public void An_unreadable_script_is_refused_with_what_is_allowed(string script, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Fault.Parse(script)).Message);

    [Fact]
    public void A_fault_with_a_count_hits_only_so_many_connections()
    {
        var board = new FaultBoard();
        board.Add("openai:429#2");
        board.Add("deepgram:drop");

        Assert.Equal(429, board.Take("openai", keyCheck: false).Refusal?.Value);
        Assert.Null(board.Take("openai", keyCheck: true).Refusal);
        Assert.Equal(1, board.Active[0].Connections);
        Assert.Equal(429, board.Take("openai", keyCheck: false).Refusal?.Value);
        Assert.Null(board.Take("openai", keyCheck: false).Refusal);
        Assert.Equal(FaultKind.Drop, board.Take("deepgram", keyCheck: false).DueAfter(0)?.Kind);
        Assert.Single(board.Active);

        board.Clear("deepgram");
        Assert.Empty(board.Active);
    }

    [Fact]
    public void A_fault_for_one_key_hits_that_key_alone_and_tells_when()
    {
        var board = new FaultBoard();
        var posted = board.Add(Fault.Parse("grok:503") with { Key = "xai-one" });

        Assert.Null(board.Take("grok", keyCheck: false, "Bearer xai-two").Refusal);
        Assert.Null(posted.StruckAt);
        Assert.Equal(503, board.Take("grok", keyCheck: false, "Bearer xai-one").Refusal?.Value);
        Assert.NotNull(posted.StruckAt);
    }

    [Fact]
    public void An_armed_fault_takes_the_place_of_a_message_of_an_open_connection_once()
    {
        var board = new FaultBoard();
        var open = board.Take("hume", keyCheck: false);
        var ended = board.Take("hume", keyCheck: false);
        board.Release(ended);
        Assert.Null(open.DueAfter(4));

        var posted = board.Arm(Fault.Parse("hume:drop@2"));

        Assert.Equal([null, null, FaultKind.Drop, null], Enumerable.Range(4, 4).Select(sent => open.TakeArmed(sent)?.Kind));
        Assert.NotNull(posted.StruckAt);
        Assert.Null(ended.TakeArmed(9));
        Assert.Equal(FaultKind.Drop, board.Take("hume", keyCheck: false).DueAfter(2)?.Kind);
    }

    [Fact]
    public void A_fault_in_the_stream_is_due_once_its_messages_have_passed()
    {
        var board = new FaultBoard();
        board.Add("deepgram:garbage@1");
        board.Add("deepgram:close@3");
        board.Add("deepgram:slow=5");
        var faults = board.Take("deepgram", keyCheck: false);

        Assert.Equal([null, FaultKind.Garbage, null, FaultKind.Close], Enumerable.Range(0, 4).Select(sent => faults.DueAfter(sent)?.Kind));
        Assert.Equal(TimeSpan.FromMilliseconds(5), faults.Pace);
    }
}
