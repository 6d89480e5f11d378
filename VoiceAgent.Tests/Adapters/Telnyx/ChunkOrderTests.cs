using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Unit")]
public sealed class ChunkOrderTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(new[] { 1, 3, 2, 4 }, new[] { 1, 2, 3, 4 })]
    [InlineData(new[] { 1, 4, 3, 2, 5 }, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 1, 2, 2, 3, 1 }, new[] { 1, 2, 3 })]
    [InlineData(new[] { 1, 3, 4, 5, 6, 2, 7 }, new[] { 1, 3, 4, 5, 6, 7 })]
    [InlineData(new[] { 5, 6, 4, 7 }, new[] { 5, 6, 7 })]
    [InlineData(new[] { 1, 100, 101, 102, 103, 104 }, new[] { 1, 100, 101, 102, 103, 104 })]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 0, 0 })]
    [InlineData(new[] { 200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, new[] { 200, 11, 12 })]
    [InlineData(new[] { 1, 210, 211, 212, 213, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 }, new[] { 1, 210, 211, 212, 213, 12, 13 })]
    public void Chunks_leave_in_order_and_once(int[] arriving, int[] leaving)
    {
        var order = new ChunkOrder();
        var left = new List<int>();
        foreach (var chunk in arriving)
        {
            if (order.Accept(chunk, [(byte)chunk]))
            {
                left.Add(chunk);
            }

            while (order.TryTake(AudioFormat.Pcmu, out var frame))
            {
                left.Add(frame.Data.Span[0]);
            }
        }

        Assert.Equal(leaving, left);
    }
}
