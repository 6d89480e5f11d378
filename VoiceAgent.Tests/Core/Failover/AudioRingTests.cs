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
}
