using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>
/// The bytes under a WebSocket, for what a WebSocket of the framework does not do: to hear that anything came, pings included, and to
/// close without a code.
/// </summary>
internal sealed class TappedUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    private static readonly byte[] EmptyClose = [0x88, 0x00];

    private Func<ReadOnlyMemory<byte>, CancellationToken, Task>? _send;

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>Called for all that comes in. To be set before the socket is read.</summary>
    public Action? Heard { get; set; }

    /// <summary>Middleware: comes before that of the WebSockets.</summary>
    public static Task Put(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            http.Features.Set<IHttpUpgradeFeature>(new TappedUpgrade(upgrade));
        }

        return next(http);
    }

    public static TappedUpgrade Of(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() as TappedUpgrade ?? throw new InvalidOperationException("The request is no upgrade.");

    public async Task<Stream> UpgradeAsync()
    {
        var stream = await inner.UpgradeAsync();
        _send = async (bytes, cancellationToken) =>
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        };
        return new Tap(stream, () => Heard?.Invoke());
    }

    /// <summary>Sends a close frame without a code; nothing else may be being sent.</summary>
    public Task SendEmptyCloseAsync(CancellationToken cancellationToken) => _send?.Invoke(EmptyClose, cancellationToken) ?? Task.CompletedTask;

    private sealed class Tap(Stream inner, Action heard) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            heard();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
