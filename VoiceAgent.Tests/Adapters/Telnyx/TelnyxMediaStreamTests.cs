using System.Text.Json;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class TelnyxMediaStreamTests
{
    [Fact]
    public async Task Audio_comes_in_order_and_once()
    {
        await using var line = await MediaLine.OpenAsync();
        foreach (var chunk in (int[])[1, 3, 2, 2, 4, 1, 5])
        {
            await line.SendAudioAsync(chunk, (byte)chunk);
        }

        await line.SendAsync("""{"event":"stop","stop":{"call_control_id":"v3:a"}}""");

        Assert.Equal(["Mulaw 01", "Mulaw 02", "Mulaw 03", "Mulaw 04", "Mulaw 05", "Stopped"], await line.ReadToEndAsync());
    }

    [Fact]
    public async Task Keys_and_marks_arrive_and_nothing_follows_the_stop()
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAsync("""{"event":"dtmf","occurred_at":"2025-06-05T08:54:19Z","dtmf":{"digit":"#"}}""");
        await line.SendAsync("""{"event":"mark","sequence_number":"5","mark":{"name":"turn-1"}}""");
        await line.SendAsync("""{"event":"dtmf","dtmf":{"digit":"x"}}""");
        await line.SendAsync("""{"event":"stop"}""");
        await line.SendAudioAsync(1, 1);

        Assert.Equal(["key #", "mark turn-1", "Stopped"], await line.ReadToEndAsync());
    }

    [Fact]
    public async Task Calls_from_europe_stay_in_a_law()
    {
        await using var line = await MediaLine.OpenAsync("PCMA");
        await line.SendAudioAsync(1, 0xD5);
        await line.CloseAsync();

        Assert.Equal(AudioFormat.Pcma, line.Stream.Format);
        Assert.Equal(["Alaw D5"], await line.ReadToEndAsync());
    }

    [Theory]
    [InlineData("hello", "malformed")]
    [InlineData("""{"event":""", "malformed")]
    [InlineData("[1,2,3]", "malformed")]
    [InlineData("", "malformed")]
    [InlineData("""{"event":"media","media":{"chunk":"2","payload":"***"}}""", "payload")]
    [InlineData("""{"event":"media","media":{"chunk":"2","payload":""}}""", "payload")]
    [InlineData("""{"event":"media"}""", "payload")]
    [InlineData("""{"event":"media","media":{"chunk":{},"track":[],"payload":7}}""", "payload")]
    [InlineData("""{"event":"error","payload":{"code":100004,"title":"invalid_media"}}""", "carrier_error")]
    [InlineData("""{"event":"mark","mark":{"name":"\ud800"}}""", "malformed")]
    public async Task A_frame_that_is_no_message_is_counted_and_the_stream_goes_on(string frame, string counted)
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAudioAsync(1, 1);
        await line.SendAsync(frame);
        await line.SendAudioAsync(2, 2);
        await line.CloseAsync();

        Assert.Equal(["Mulaw 01", "Mulaw 02"], await line.ReadToEndAsync());
        Assert.InRange(line.Ignored[counted], 1, long.MaxValue);
    }

    [Theory]
    [InlineData("""{"event":"media","media":{"track":"outbound","chunk":"2","payload":"AQ=="}}""")]
    [InlineData("""{"event":"something_new","media":{"chunk":"2"}}""")]
    [InlineData("""{"event":"mark"}""")]
    [InlineData("""{"event":"dtmf"}""")]
    public async Task A_frame_that_says_nothing_to_us_changes_nothing(string frame)
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAudioAsync(1, 1);
        await line.SendAsync(frame);
        await line.SendAudioAsync(2, 2);
        await line.CloseAsync();

        Assert.Equal(["Mulaw 01", "Mulaw 02"], await line.ReadToEndAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(5000)]
    public async Task A_binary_frame_is_counted_and_the_stream_goes_on(int length)
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendBinaryAsync(new byte[length]);
        await line.SendAudioAsync(1, 1);
        await line.CloseAsync();

        Assert.Equal(["Mulaw 01"], await line.ReadToEndAsync());
        Assert.InRange(line.Ignored["binary"], 1, long.MaxValue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_frame_larger_than_any_of_the_carriers_ends_the_stream(bool isText)
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAudioAsync(1, 1);
        var sending = isText ? line.SendAsync(new string(' ', 200_000)) : line.SendBinaryAsync(new byte[200_000]);

        Assert.Equal(["Mulaw 01"], await line.ReadToEndAsync());
        Assert.InRange(line.Ignored["too_long"], 1, long.MaxValue);
        line.Abort();
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task A_long_frame_is_read_whole()
    {
        var audio = new byte[8000];
        audio[^1] = 0x7F;
        await using var line = await MediaLine.OpenAsync();
        await line.SendAudioAsync(1, audio);
        await line.SendAudioAsync(2, 2);
        await line.CloseAsync();

        Assert.Equal([$"Mulaw {Convert.ToHexString(audio)}", "Mulaw 02"], await line.ReadToEndAsync());
    }

    [Fact]
    public async Task A_payload_whose_slashes_are_escaped_is_audio_too()
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAsync("""{"event":"media","media":{"chunk":"1","payload":"\/\/\u002b\/"}}""");
        await line.CloseAsync();

        Assert.Equal(["Mulaw FFFFBF"], await line.ReadToEndAsync());
    }

    [Fact]
    public async Task A_broken_connection_ends_the_stream()
    {
        await using var line = await MediaLine.OpenAsync();
        await line.SendAudioAsync(1, 1);
        line.Abort();

        Assert.True((await line.ReadToEndAsync()).Count <= 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_closes_the_connection_in_good_order_whether_the_carrier_answers_or_not(bool answers)
    {
        await using var line = await MediaLine.OpenAsync();
        using var enough = new CancellationTokenSource();
        var reading = line.ReadToEndAsync(enough.Token);
        await line.SendAudioAsync(1, 1);

        await enough.CancelAsync();

        Assert.Equal("Close", await line.ReceiveAsync());
        if (answers)
        {
            await line.CloseAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
    }

    [Fact]
    public async Task What_is_sent_is_what_the_carrier_documents()
    {
        await using var line = await MediaLine.OpenAsync();
        var audio = Enumerable.Range(0, 160).Select(sample => (byte)sample).ToArray();

        await line.Stream.SendAudioAsync(audio, CancellationToken.None);
        await line.Stream.SendMarkAsync("turn \"1\"", CancellationToken.None);
        await line.Stream.ClearAsync(CancellationToken.None);

        Assert.Equal($$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(audio)}}}"}}""", await line.ReceiveAsync());
        using var mark = JsonDocument.Parse(await line.ReceiveAsync());
        Assert.Equal(("mark", "turn \"1\""), (mark.RootElement.GetProperty("event").GetString(), mark.RootElement.GetProperty("mark").GetProperty("name").GetString()));
        Assert.Equal("""{"event":"clear"}""", await line.ReceiveAsync());
    }

    [Fact]
    public async Task Thirty_seconds_may_be_sent_at_once_and_no_more()
    {
        await using var line = await MediaLine.OpenAsync();
        var longest = new byte[30 * 8000];

        await line.Stream.SendAudioAsync(longest, CancellationToken.None);

        using var sent = JsonDocument.Parse(await line.ReceiveAsync());
        Assert.Equal(longest, sent.RootElement.GetProperty("media").GetProperty("payload").GetBytesFromBase64());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => line.Stream.SendAudioAsync(new byte[longest.Length + 1], CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Clears_and_audio_may_be_sent_at_the_same_time()
    {
        const int Count = 200;
        await using var line = await MediaLine.OpenAsync();
        var audio = new byte[160];
        var receiving = ReceiveAllAsync();

        await Task.WhenAll(
            RepeatAsync(() => line.Stream.SendAudioAsync(audio, CancellationToken.None)),
            RepeatAsync(() => line.Stream.ClearAsync(CancellationToken.None)),
            RepeatAsync(() => line.Stream.SendMarkAsync("m", CancellationToken.None)));

        Assert.Equal([("clear", Count), ("mark", Count), ("media", Count)], await receiving);

        async Task<List<(string, int)>> ReceiveAllAsync()
        {
            var events = new List<string>();
            while (events.Count < 3 * Count)
            {
                using var message = JsonDocument.Parse(await line.ReceiveAsync());
                events.Add(message.RootElement.GetProperty("event").GetString()!);
            }

            return [.. events.GroupBy(name => name).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];
        }

        static async Task RepeatAsync(Func<ValueTask> send)
        {
            await Task.Yield();
            for (var sent = 0; sent < Count; sent++)
            {
                await send();
            }
        }
    }

    [Fact]
    public async Task What_is_sent_into_a_broken_line_is_lost_without_an_error()
    {
        await using var line = await MediaLine.OpenAsync();
        line.Abort();
        await line.ReadToEndAsync();

        for (var sent = 0; sent < 10; sent++)
        {
            await line.Stream.SendAudioAsync(new byte[160], CancellationToken.None);
        }

        await line.Stream.ClearAsync(CancellationToken.None);
    }
}
