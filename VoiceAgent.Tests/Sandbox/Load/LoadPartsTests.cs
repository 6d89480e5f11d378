using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Load;
using VoiceAgent.Sandbox.Load.Callers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Load;

[Trait("Kind", "Unit")]
public sealed class LoadPartsTests
{
    [Fact]
    public void A_frame_tells_who_says_it_and_sounds_almost_the_same()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var frame = new byte[FrameTag.FrameBytes];
            random.NextBytes(frame);
            var before = (byte[])frame.Clone();
            var tag = new FrameTag(random.Next(FrameTag.MostCalls), random.Next(FrameTag.MostTurns), random.Next(65536), i % 2 == 0);

            tag.Write(frame);

            Assert.True(FrameTag.TryRead(frame, out var read));
            Assert.Equal(tag, read);
            Assert.All(before.Zip(frame), pair => Assert.Equal(pair.First & 0xF0, pair.Second & 0xF0));
            Assert.InRange(before.Zip(frame).Count(pair => pair.First != pair.Second), 0, 10);
        }
    }

    [Fact]
    public void Silence_that_a_server_puts_in_carries_no_tag() =>
        Assert.False(FrameTag.TryRead(Enumerable.Repeat(AudioFormat.Pcmu.SilenceByte, FrameTag.FrameBytes).ToArray(), out _));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(17, 3)]
    [InlineData(4095, 255)]
    public void A_turn_is_found_by_its_word_in_the_newest_place(int call, int turn)
    {
        var word = CallWord.Of(call, turn);

        Assert.Matches("^k[a-p]{5}$", word);
        Assert.True(CallWord.TryFindLast($"This is caller {CallWord.Of(1, 1)} speaking. Answer. This is caller {word} speaking.", out var foundCall, out var foundTurn));
        Assert.Equal((call, turn), (foundCall, foundTurn));
        Assert.False(CallWord.TryFindLast("Good talk about keeping.", out _, out _));
    }

    [Fact]
    public void A_histogram_gives_the_value_below_which_a_share_lies()
    {
        var histogram = new Histogram();
        for (var ms = 1; ms <= 100; ms++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(ms));
        }

        Assert.Equal(new LoadPercentiles(50.005, 95.005, 99.005, 100.005), histogram.Summary());
        Assert.Equal(new LoadPercentiles(null, null, null, null), new Histogram().Summary());
    }

    [Fact]
    public void A_frame_is_late_60_ms_after_its_place_in_the_utterance()
    {
        var time = new ManualTime();
        var tally = new LoadTally();
        var line = new LineOut(tally, time);

        line.Audio(160, isFirst: true, time.GetTimestamp());
        time.Advance(TimeSpan.FromMilliseconds(79));
        line.Audio(160, isFirst: false, time.GetTimestamp());
        Assert.Equal((2, 0), (tally.Frames, tally.LateFrames));

        time.Advance(TimeSpan.FromMilliseconds(30));
        line.Audio(480, isFirst: false, time.GetTimestamp());
        Assert.Equal((5, 3), (tally.Frames, tally.LateFrames));

        time.Advance(TimeSpan.FromSeconds(5));
        line.Audio(160, isFirst: true, time.GetTimestamp());
        Assert.Equal((6, 3), (tally.Frames, tally.LateFrames));
    }

    [Fact]
    public void A_clear_silences_the_line_and_gives_all_marks_back()
    {
        var time = new ManualTime();
        var line = new LineOut(new LoadTally(), time);
        line.Audio(1600, isFirst: true, time.GetTimestamp());
        line.Mark("0-1");
        Assert.Null(line.TakeDueMark(time.GetTimestamp()));
        Assert.True(line.IsPlaying(time.GetTimestamp()));

        line.Clear(time.GetTimestamp());

        Assert.False(line.IsPlaying(time.GetTimestamp()));
        Assert.Equal("0-1", line.TakeDueMark(time.GetTimestamp()));
        Assert.Null(line.TakeDueMark(time.GetTimestamp()));
    }

    [Fact]
    public void The_carriers_frames_are_written_and_the_apps_are_read()
    {
        var text = new MediaText("stream");
        var frame = Enumerable.Repeat((byte)0xFF, FrameTag.FrameBytes).ToArray();

        Assert.Equal(
            $$$"""{"event":"media","sequence_number":"1","stream_id":"stream","media":{"track":"inbound","chunk":"1","timestamp":"20","payload":"{{{Convert.ToBase64String(frame)}}}"}}""",
            System.Text.Encoding.UTF8.GetString(text.Media(frame).Span));
        Assert.Equal(160, MediaText.AudioBytes(System.Text.Encoding.UTF8.GetBytes($$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(frame)}}}"}}""")));
        Assert.Equal(-1, MediaText.AudioBytes("""{"event":"clear"}"""u8));
        Assert.True(MediaText.IsClear("""{"event":"clear"}"""u8));
        Assert.Equal("0-7", MediaText.MarkName("""{"event":"mark","mark":{"name":"0-7"}}"""u8));
    }
}
