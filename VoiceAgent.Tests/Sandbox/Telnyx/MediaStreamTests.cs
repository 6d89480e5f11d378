using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class MediaStreamTests : IAsyncLifetime
{
    private TelnyxFixture _fixture = null!;

    private FakeApp App => _fixture.App;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_stream_begins_with_connected_and_start_and_carries_the_token_twice()
    {
        App.AnswersEveryCall();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        var id = await App.RingingAsync();
        var connected = peer.Frames.All[0];
        var start = peer.Frames.All[1];

        Assert.Equal("opaque-one-time-token", peer.Token);
        Assert.Equal(
            """{"event":"connected","version":"1.0.0","connected":{"x-telnyx-streaming-auth-token":"opaque-one-time-token"}}""",
            connected.GetRawText());
        Assert.Equal("1", start.GetProperty("sequence_number").GetString());
        Assert.Equal(id, start.GetProperty("start").GetProperty("call_control_id").GetString());
        Assert.Equal(
            """{"encoding":"PCMU","sample_rate":8000,"channels":1}""",
            start.GetProperty("start").GetProperty("media_format").GetRawText());
    }

    [Theory]
    [InlineData("PCMU")]
    [InlineData("PCMA")]
    public async Task Caller_audio_comes_in_20_ms_frames_in_the_codec_of_the_leg(string codec)
    {
        App.AnswersEveryCall();
        var format = codec == "PCMA" ? AudioFormat.Pcma : AudioFormat.Pcmu;
        var peer = await _fixture.StreamAsync(new FakeCaller(), format);
        var media = (await peer.Frames.WaitAsync(frame => MediaPeer.Event(frame) == "media", 3)).Take(3).ToArray();
        var sample = codec == "PCMA" ? G711.EncodeAlaw(1000) : G711.EncodeMulaw(1000);

        Assert.Equal(codec, (await peer.FrameAsync("start")).GetProperty("start").GetProperty("media_format").GetProperty("encoding").GetString());
        Assert.Equal(["1", "2", "3"], media.Select(frame => frame.GetProperty("media").GetProperty("chunk").GetString()));
        Assert.Equal(["2", "3", "4"], media.Select(frame => frame.GetProperty("sequence_number").GetString()));
        Assert.Equal("inbound", media[0].GetProperty("media").GetProperty("track").GetString());
        Assert.Equal(Enumerable.Repeat(sample, 160), media[0].GetProperty("media").GetProperty("payload").GetBytesFromBase64());
    }

    [Fact]
    public async Task The_media_clock_keeps_pace()
    {
        App.AnswersEveryCall();
        var started = TimeProvider.System.GetTimestamp();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        await peer.Frames.WaitAsync(frame => MediaPeer.Event(frame) == "media", 51);
        var elapsed = TimeProvider.System.GetElapsedTime(started);

        Assert.InRange(elapsed, TimeSpan.FromMilliseconds(980), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_caller_hears_exactly_what_the_app_sends_and_the_mark_follows_it()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        await peer.SendMediaAsync([.. Enumerable.Repeat((byte)1, 320), .. Enumerable.Repeat((byte)2, 80)]);
        await peer.SendMarkAsync("utt-1");

        Assert.Equal("utt-1", (await peer.FrameAsync("mark")).GetProperty("mark").GetProperty("name").GetString());
        var heard = caller.Frames.All.SkipWhile(frame => frame.Audio.Length is 0).Take(3).ToArray();
        Assert.Equal(
            [.. Enumerable.Repeat((byte)1, 320), .. Enumerable.Repeat((byte)2, 80), .. Enumerable.Repeat((byte)0xFF, 80)],
            heard.SelectMany(frame => frame.Audio).ToArray());
    }

    [Fact]
    public async Task A_mark_with_nothing_to_wait_for_comes_back_at_once()
    {
        App.AnswersEveryCall();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        await peer.SendMarkAsync("idle");

        await peer.FrameAsync("mark");
    }

    [Fact]
    public async Task Clear_silences_the_line_and_returns_the_marks_of_audio_that_nobody_heard()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        await peer.SendMediaAsync(new byte[8000 * 20]);
        await peer.SendMarkAsync("a");
        await peer.SendMarkAsync("b");
        await caller.Frames.WaitAsync(frame => frame.Audio.Length > 0);
        await peer.SendClearAsync();

        var marks = await peer.Frames.WaitAsync(frame => MediaPeer.Event(frame) == "mark", 2);
        await caller.Frames.WaitAsync(frame => frame is { Cleared: true, Audio.Length: 0 });

        Assert.Equal(["a", "b"], marks.Select(frame => frame.GetProperty("mark").GetProperty("name").GetString()));
        Assert.InRange(caller.Frames.All.Count(frame => frame.Audio.Length > 0), 1, 500);
    }

    [Theory]
    [InlineData("not json", 100003)]
    [InlineData("""{"event":"media","media":{"payload":"***"}}""", 100004)]
    [InlineData("""{"event":"media","media":{"payload":"AQID"}}""", 100004)]
    public async Task A_bad_frame_is_answered_with_an_error_and_the_stream_goes_on(string text, int code)
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        await peer.SendAsync(text);
        var error = (await peer.FrameAsync("error")).GetProperty("payload");
        await peer.SendMediaAsync(new byte[160]);
        await caller.Frames.WaitAsync(frame => frame.Audio.Length > 0);

        Assert.Equal(code, error.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Without_the_rtp_mode_outgoing_audio_is_ignored_without_a_word()
    {
        App.AnswersEveryCall(new { stream_url = App.Media.OriginalString, stream_bidirectional_target_legs = "self" });
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        await peer.SendMediaAsync(new byte[160]);
        await peer.SendMarkAsync("end");
        await peer.FrameAsync("mark");

        Assert.DoesNotContain(caller.Frames.All, frame => frame.Audio.Length > 0);
        Assert.DoesNotContain(peer.Frames.All, frame => MediaPeer.Event(frame) == "error");
    }

    [Fact]
    public async Task By_default_audio_goes_to_the_opposite_leg_and_the_caller_hears_nothing()
    {
        App.AnswersEveryCall(new { stream_url = App.Media.OriginalString, stream_bidirectional_mode = "rtp" });
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        await peer.SendMediaAsync(new byte[320]);
        await peer.SendMarkAsync("end");
        await peer.FrameAsync("mark");

        Assert.DoesNotContain(caller.Frames.All, frame => frame.Audio.Length > 0);
    }

    [Fact]
    public async Task Both_tracks_carry_the_agent_too()
    {
        App.AnswersEveryCall(new
        {
            stream_url = App.Media.OriginalString,
            stream_track = "both_tracks",
            stream_bidirectional_mode = "rtp",
            stream_bidirectional_target_legs = "both",
        });
        var peer = await _fixture.StreamAsync(new FakeCaller());
        await peer.SendMediaAsync([.. Enumerable.Repeat((byte)7, 160)]);

        var echoed = await peer.Frames.WaitAsync(frame => MediaPeer.Event(frame) == "media"
            && frame.GetProperty("media").GetProperty("track").GetString() == "outbound"
            && frame.GetProperty("media").GetProperty("payload").GetBytesFromBase64()[0] == 7);

        Assert.Equal(160, echoed.GetProperty("media").GetProperty("payload").GetBytesFromBase64().Length);
    }

    [Fact]
    public async Task Hanging_up_sends_stop_and_closes_the_socket()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        caller.HangUp();
        await peer.Closed.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("stop", MediaPeer.Event(peer.Frames.All[^1]));
        Assert.Equal(
            await App.RingingAsync(), peer.Frames.All[^1].GetProperty("stop").GetProperty("call_control_id").GetString());
        Assert.True(peer.ClosedWell);
    }

    [Fact]
    public async Task Streaming_stop_ends_the_stream_and_leaves_the_call()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        var id = await App.RingingAsync();
        Assert.Equal(200, (await App.CommandAsync(id, "streaming_stop", new { })).Status);
        await App.PayloadAsync("streaming.stopped");
        await peer.Closed.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(200, (await App.CommandAsync(id, "streaming_start", App.TwoWay())).Status);
        await App.Peers.WaitAsync(_ => true, 2);
    }

    [Fact]
    public async Task An_app_that_breaks_the_socket_off_gets_streaming_failed()
    {
        App.AnswersEveryCall();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        peer.Abort();

        await App.PayloadAsync("streaming.failed");
        Assert.Equal(1, _fixture.Telnyx.ActiveCalls);
    }

    [Fact]
    public async Task An_app_that_closes_the_socket_gets_streaming_stopped()
    {
        App.AnswersEveryCall();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        await peer.CloseAsync();

        await App.PayloadAsync("streaming.stopped");
        Assert.Equal(1, _fixture.Telnyx.ActiveCalls);
    }

    [Fact]
    public async Task A_fault_script_breaks_the_stream_off_after_its_frames()
    {
        _fixture.Sandbox.Faults.Add("telnyx:drop@3");
        App.AnswersEveryCall();
        var peer = await _fixture.StreamAsync(new FakeCaller());
        await App.PayloadAsync("streaming.failed");
        await peer.Closed.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(3, peer.Frames.All.Count(frame => MediaPeer.Event(frame) == "media"));
    }

    [Fact]
    public async Task Custom_parameters_are_told_in_the_start_frame()
    {
        App.AnswersEveryCall(new { stream_url = App.Media.OriginalString, custom_parameters = new[] { new { name = "tenant", value = "7" } } });
        var peer = await _fixture.StreamAsync(new FakeCaller());

        Assert.Equal(
            """[{"name":"tenant","value":"7"}]""",
            (await peer.FrameAsync("start")).GetProperty("start").GetProperty("custom_parameters").GetRawText());
    }
}
