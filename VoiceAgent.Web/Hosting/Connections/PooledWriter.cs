using System.IO.Pipelines;

namespace VoiceAgent.Web.Hosting.Connections;

/// <summary>Whoever waits until the other side has taken bytes goes on on a pool thread, unless the connection stays where its socket is polled.</summary>
internal sealed class PooledWriter(PipeWriter inner, ISocketThread thread) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var flushed = inner.FlushAsync(cancellationToken);
        return flushed.IsCompleted || thread.Stays ? flushed : thread.LeaveAsync(flushed);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        var written = inner.WriteAsync(source, cancellationToken);
        return written.IsCompleted || thread.Stays ? written : thread.LeaveAsync(written);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
