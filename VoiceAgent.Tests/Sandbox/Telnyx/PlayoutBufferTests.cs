using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Unit")]
public sealed class PlayoutBufferTests
{
    private readonly PlayoutBuffer _buffer = new(0xFF);
    private readonly byte[] _frame = new byte[160];
    private readonly List<string> _marks = [];

    [Fact]
    public void Audio_is_played_in_order_20_ms_at_a_time_across_payloads()
    {
        _buffer.TryEnqueue([.. Enumerable.Repeat((byte)1, 200)]);
        _buffer.TryEnqueue([.. Enumerable.Repeat((byte)2, 200)]);

        Assert.Equal([(1, 160)], Take());
        Assert.Equal([(1, 40), (2, 120)], Take());
        Assert.Equal([(2, 80), (0xFF, 80)], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void A_mark_comes_back_when_the_audio_before_it_has_finished_playing()
    {
        _buffer.TryEnqueue(new byte[320]);
        Assert.False(_buffer.EnqueueMark("end"));

        Take();
        Assert.Empty(_marks);
        Take();
        Assert.Empty(_marks);
        Take();
        Assert.Equal(["end"], _marks);
    }

    [Fact]
    public void A_mark_behind_played_audio_does_not_wait_for_audio_that_follows_it()
    {
        _buffer.TryEnqueue(new byte[160]);
        _buffer.EnqueueMark("first");
        Take();
        _buffer.TryEnqueue(new byte[1600]);
        Take();

        Assert.Equal(["first"], _marks);
    }

    [Fact]
    public void A_mark_inside_a_frame_comes_back_after_that_frame()
    {
        _buffer.TryEnqueue(new byte[170]);
        _buffer.EnqueueMark("inside");
        _buffer.TryEnqueue(new byte[150]);

        Take();
        Take();
        Assert.Empty(_marks);
        Take();
        Assert.Equal(["inside"], _marks);
    }

    [Fact]
    public void A_mark_with_nothing_before_it_is_due_at_once() => Assert.True(_buffer.EnqueueMark("idle"));

    [Fact]
    public void A_mark_sent_while_the_last_frame_plays_waits_for_its_end()
    {
        _buffer.TryEnqueue(new byte[160]);
        Take();

        Assert.False(_buffer.EnqueueMark("last"));
        Take();
        Assert.Equal(["last"], _marks);
    }

    [Fact]
    public void Clear_stops_at_once_and_returns_every_waiting_mark_in_order()
    {
        _buffer.TryEnqueue(new byte[160]);
        _buffer.EnqueueMark("a");
        _buffer.TryEnqueue(new byte[1600]);
        _buffer.EnqueueMark("b");
        _buffer.EnqueueMark("c");
        Take();

        Assert.Equal(["a", "b", "c"], _buffer.Clear());
        Assert.False(_buffer.Take(_frame, _marks, out var cleared));
        Assert.True(cleared);
        Assert.Empty(_marks);
        Assert.False(_buffer.Take(_frame, _marks, out cleared));
        Assert.False(cleared);
    }

    [Fact]
    public void Clearing_an_idle_line_interrupts_nobody()
    {
        Assert.Empty(_buffer.Clear());
        _buffer.Take(_frame, _marks, out var cleared);
        Assert.False(cleared);
    }

    [Fact]
    public void More_than_five_minutes_of_audio_are_not_taken()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.True(_buffer.TryEnqueue(new byte[30 * 8000]));
        }

        Assert.False(_buffer.TryEnqueue(new byte[160]));
    }

    private List<(int Value, int Count)> Take()
    {
        _marks.Clear();
        return _buffer.Take(_frame, _marks, out _)
            ? [.. _frame.GroupBy(value => value).Select(group => ((int)group.Key, group.Count()))]
            : [];
    }
}
