using System.Net.ServerSentEvents;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// The events of one streamed completion as the plain <c>data: …</c> lines that the OpenAI package reads. The first read sends the
/// request; every read obeys the call's token, whatever token the reader passes, and the time limits. An answer that is no event
/// stream throws its <see cref="ProviderException"/>. Disposal closes the request.
/// </summary>
internal sealed class ChatEventStream(HttpRequestMessage request, ProviderTransport transport, TimeProvider time, CancellationToken cancellationToken)
    : Stream
{
    private static readonly TimeSpan FirstEventTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan NextEventTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly Deadline _deadline = new(time, cancellationToken);
    private TimeSpan _timeout = FirstEventTimeout;
    private HttpResponseMessage? _response;
    private IAsyncEnumerator<SseItem<byte[]>>? _events;
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
    public void ExpectEnd() => _timeout = EndTimeout;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_line.IsEmpty && !await NextLineAsync())
        {
            return 0;
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

    public override async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response?.Dispose();
            request.Dispose();
            _deadline.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<bool> NextLineAsync()
    {
        _deadline.Arm(_timeout);
        try
        {
            _events ??= await OpenAsync();
            if (!await _events.MoveNextAsync())
            {
                return false;
            }

            _deadline.Disarm();
            _timeout = _timeout == FirstEventTimeout ? NextEventTimeout : _timeout;
            _line = AsLine(_events.Current.Data);
            return true;
        }
        catch (OperationCanceledException exception)
        {
            // A connect that takes too long cancels itself, with no token of ours.
            cancellationToken.ThrowIfCancellationRequested();
            throw Trouble(ProviderErrorKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Trouble(_events is not null ? ProviderErrorKind.Protocol : ProviderErrorKind.Unavailable, exception);
        }
    }

    private async Task<IAsyncEnumerator<SseItem<byte[]>>> OpenAsync()
    {
        _response = await transport.SendAsync(request, _deadline.Token);
        if (!_response.IsSuccessStatusCode || _response.Content.Headers.ContentType?.MediaType is not "text/event-stream")
        {
            throw OpenAIErrors.Refused(await RefusedResponse.ReadAsync(_response, time, _deadline.Token));
        }

        var body = await _response.Content.ReadAsStreamAsync(_deadline.Token);
        return SseParser.Create(body, (_, data) => data.ToArray()).EnumerateAsync(_deadline.Token).GetAsyncEnumerator(_deadline.Token);
    }

    private static byte[] AsLine(byte[] data)
    {
        // Line breaks are only white space in JSON, but end the line for the reader.
        data.AsSpan().Replace((byte)'\n', (byte)' ');
        return [.. "data: "u8, .. data, .. "\n\n"u8];
    }

    private static ProviderException Trouble(ProviderErrorKind kind, Exception exception) => new(ProviderName.OpenAI, kind, exception);
}
