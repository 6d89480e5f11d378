namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// The events of one streamed completion as the plain <c>data: …</c> lines that the OpenAI package reads, looked at by
/// <paramref name="chunks"/> before. Every read obeys the call's token, whatever token the reader passes.
/// </summary>
internal sealed class ChatEventStream(ApiEvents events, ChunkReader chunks) : Stream
{
    private ReadOnlyMemory<byte> _line;

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
        if (_line.IsEmpty)
        {
            if (await events.NextAsync() is not { } data)
            {
                return 0;
            }

            _line = AsLine(chunks.Read(data));
        }

        var length = Math.Min(buffer.Length, _line.Length);
        _line[..length].CopyTo(buffer);
        _line = _line[length..];
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

    private static byte[] AsLine(byte[] data)
    {
        // Line breaks are only white space in JSON, but end the line for the reader.
        data.AsSpan().Replace((byte)'\n', (byte)' ');
        return [.. "data: "u8, .. data, .. "\n\n"u8];
    }
}
