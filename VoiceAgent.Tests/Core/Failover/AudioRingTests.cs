using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Failover.Listening;

namespace VoiceAgent.Tests.Core.Failover;

[Trait("Kind", "Unit")]
public sealed class AudioRingTests
{
    private static readonly byte[] Second = [.. Enumerable.Range(0, 8000).Select(index => (byte)index)];

    [Fact]
    public async Task A_reader_gets_what_is_not_settled_and_then_the_end()
    {
        using var ring = new AudioRing(AudioFormat.Pcmu);
        ring.Write(Second);
        ring.Settle(TimeSpan.FromMilliseconds(900));
        using var reader = ring.Open();
        ring.End();

        Assert.Equal(TimeSpan.FromMilliseconds(900), reader.Start);
        Assert.Equal(Second[7200..], (await reader.ReadAsync(default))!.Value.ToArray());
        Assert.Null(await reader.ReadAsync(default));
        Assert.False(reader.IsLeftBehind);
    }

    [Fact]
    public async Task A_reader_that_the_writer_has_overtaken_is_told_so()
    {
        using var ring = new AudioRing(AudioFormat.Pcmu);
        using var reader = ring.Open();
        for (var i = 0; i < 11; i++)
        {
            ring.Write(Second);
        }

        Assert.Null(await reader.ReadAsync(default));
        Assert.True(reader.IsLeftBehind);
        using var late = ring.Open();
        Assert.Equal(TimeSpan.FromSeconds(1), late.Start);
    }

    [Fact]
    public async Task Audio_is_kept_for_as_long_as_it_is_not_settled_or_not_read()
    {
        using var ring = new AudioRing(AudioFormat.Pcmu);
        using var reader = ring.Open();
        for (var i = 0; i < 4; i++)
        {
            ring.Write(Second);
        }

        await ReadAsync(reader, bytes: 8000);
        ring.Settle(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), ring.Kept);

        await ReadAsync(reader, bytes: 24_000);
        ring.Settle(TimeSpan.FromSeconds(3.25));
        Assert.Equal(TimeSpan.FromSeconds(1), ring.Kept);

        ring.Dispose();
        Assert.Equal(TimeSpan.Zero, ring.Kept);
    }

    [Fact]
    public async Task Nothing_is_lost_or_mixed_up_where_segments_are_given_back_and_come_again()
    {
        using var ring = new AudioRing(AudioFormat.Pcmu);
        using var slow = ring.Open();
        var all = Enumerable.Range(0, 60 * 8000).Select(index => (byte)(index * 31 / 7)).ToArray();
        var read = new List<byte>();
        var pieces = new Random(5);
        for (var written = 0; written < all.Length;)
        {
            var piece = all.AsSpan(written, Math.Min(pieces.Next(1, 3000), all.Length - written));
            ring.Write(piece);
            written += piece.Length;
            ring.Settle(TimeSpan.FromSeconds(Math.Max(0, written - pieces.Next(0, 60_000)) / 8000.0));
            var behind = pieces.Next(0, 70_000);
            if (written - read.Count > behind)
            {
                read.AddRange(await ReadAsync(slow, written - read.Count - behind));
            }

            Assert.True(ring.Kept <= TimeSpan.FromSeconds(10.5));
        }

        read.AddRange(await ReadAsync(slow, all.Length - read.Count));
        Assert.Equal(all, read);
    }

    private static async Task<List<byte>> ReadAsync(AudioRing.Reader reader, int bytes)
    {
        var read = new List<byte>();
        while (read.Count < bytes)
        {
            read.AddRange((await reader.ReadAsync(default))!.Value.ToArray());
        }

        return read;
    }
}
