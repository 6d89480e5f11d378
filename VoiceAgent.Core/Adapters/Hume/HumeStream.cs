using System.Buffers;
using System.IO.Pipelines;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>The answer to one utterance, line by line, within limits of time and size. Disposal closes the request; nothing may be reading then.</summary>
internal sealed class HumeStream(string text, HttpRequestMessage request, ProviderTransport transport, TimeProvider time) : IDisposable
{
    // A line holds a whole piece of audio as base64.
    private const int MaxLine = 16 * 1024 * 1024;
    private static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan NextTimeout = TimeSpan.FromSeconds(10);

    private HttpResponseMessage? _response;
    private PipeReader? _body;

    public string Text { get; } = text;

    /// <summary>Sends the request and waits for the begin of the answer.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, cancellationToken);
        await GuardAsync(
            async token =>
            {
                _response = await transport.SendAsync(request, token);
                if (!_response.IsSuccessStatusCode)
                {
                    throw HumeErrors.Refused(await RefusedResponse.ReadAsync(_response, time, token));
                }

                _body = PipeReader.Create(await _response.Content.ReadAsStreamAsync(token));
                return true;
            },
            deadline,
            FirstTimeout,
            cancellationToken);
    }

    /// <summary>The next object; null when the answer has ended.</summary>
    public async Task<HumeMessage?> NextAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        var body = _body ?? throw new InvalidOperationException("The stream has not been opened.");
        while (true)
        {
            var read = await GuardAsync(token => body.ReadAsync(token).AsTask(), deadline, NextTimeout, cancellationToken);
            var buffer = read.Buffer;
            if (Line(ref buffer, read.IsCompleted) is { } line)
            {
                var message = line.IsEmpty ? null : HumeProtocol.Parse(line);
                body.AdvanceTo(buffer.Start);
                if (message is not null)
                {
                    return message;
                }

                continue;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (buffer.Length > MaxLine)
            {
                throw HumeProtocol.Trouble();
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public void Dispose()
    {
        _response?.Dispose();
        request.Dispose();
    }

    // The next line, taken off the buffer; null when none is whole.
    private static ReadOnlySequence<byte>? Line(ref ReadOnlySequence<byte> buffer, bool isLast)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            var line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return line;
        }

        if (!isLast || buffer.IsEmpty)
        {
            return null;
        }

        var rest = buffer;
        buffer = buffer.Slice(buffer.End);
        return rest;
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> action, Deadline deadline, TimeSpan limit, CancellationToken cancellationToken)
    {
        deadline.Arm(limit);
        try
        {
            var result = await action(deadline.Token);
            deadline.Disarm();
            return result;
        }
        catch (OperationCanceledException exception)
        {
            // A connect that takes too long cancels itself, with no token of ours.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProviderException(ProviderName.Hume, ProviderErrorKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProviderException(ProviderName.Hume, _body is null ? ProviderErrorKind.Unavailable : ProviderErrorKind.Protocol, exception);
        }
    }
}
