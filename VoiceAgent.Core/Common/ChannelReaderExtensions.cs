using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace VoiceAgent.Core.Common;

/// <summary>Reading a channel without leaving the synchronization context, which the virtual-time tests run on.</summary>
public static class ChannelReaderExtensions
{
    /// <summary>Yields every item until the writer completes the channel. The BCL's own reader continues on the thread pool instead.</summary>
    public static async IAsyncEnumerable<T> ReadEachAsync<T>(
        this ChannelReader<T> reader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            while (reader.TryRead(out var item))
            {
                yield return item;
            }
        }
    }
}
