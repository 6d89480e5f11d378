using System.Buffers;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// The events of one streamed completion as the plain <c>data: …</c> lines that the OpenAI package reads, looked at by
/// <paramref name="chunks"/> before. Every read obeys the call's token, whatever token the reader passes.
/// </summary>
internal sealed class ChatEventStream(ApiEvents events, ChunkReader chunks) : Stream
{
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The reply is complete; what still comes is not worth a long wait.</summary>
    public void ExpectEnd() => events.ExpectEnd();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given == _line.WrittenCount)
        {
            if (await events.NextAsync() is not { } data)
            {
                return 0;
            }

            WriteLine(data.Span);
        }

        var rest = _line.WrittenMemory[_given..];
        var length = Math.Min(buffer.Length, rest.Length);
        rest[..length].CopyTo(buffer);
        _given += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            events.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteLine(ReadOnlySpan<byte> data)
    {
        _given = 0;
        _line.ResetWrittenCount();
        _line.Write("data: "u8);
        chunks.Write(data, _line);
        _line.Write("\n\n"u8);
    }
}
