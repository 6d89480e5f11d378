using System.Net.ServerSentEvents;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// The server-sent events of one answer. The first read sends the request; every read obeys the call's token and the time limits. An
/// answer that is no event stream throws its <see cref="ProviderException"/>. Disposal closes the request; nothing may be reading then.
/// </summary>
internal sealed class ApiEvents(HttpRequestMessage request, IApiErrors errors, ApiConnection connection, CancellationToken cancellationToken) : IDisposable
{
    // Room for most events.
    private const int DataCapacity = 512;

    private static readonly TimeSpan FirstEventTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan NextEventTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly Deadline _deadline = new(connection.Time, cancellationToken);
    private TimeSpan _timeout = FirstEventTimeout;
    private HttpResponseMessage? _response;
    private IAsyncEnumerator<SseItem<ReadOnlyMemory<byte>>>? _events;
    private byte[] _data = new byte[DataCapacity];

    /// <summary>The reply is complete; what still comes is not worth a long wait.</summary>
    public void ExpectEnd() => _timeout = EndTimeout;

    /// <summary>The data of the next event, valid until the one after it is asked for; null when the answer has ended.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync()
    {
        _deadline.Arm(_timeout);
        try
        {
            _events ??= await OpenAsync();
            if (!await _events.MoveNextAsync())
            {
                return null;
            }

            _deadline.Disarm();
            _timeout = _timeout == FirstEventTimeout ? NextEventTimeout : _timeout;
            return _events.Current.Data;
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

    public void Dispose()
    {
        _response?.Dispose();
        request.Dispose();
        _deadline.Dispose();
    }

    private async Task<IAsyncEnumerator<SseItem<ReadOnlyMemory<byte>>>> OpenAsync()
    {
        _response = await connection.Transport.SendAsync(request, _deadline.Token);
        if (!_response.IsSuccessStatusCode || _response.Content.Headers.ContentType?.MediaType is not "text/event-stream")
        {
            throw errors.Refused(await RefusedResponse.ReadAsync(_response, connection.Time, _deadline.Token));
        }

        var body = await _response.Content.ReadAsStreamAsync(_deadline.Token);
        return SseParser.Create(body, (_, data) => Keep(data)).EnumerateAsync(_deadline.Token).GetAsyncEnumerator(_deadline.Token);
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> data)
    {
        if (_data.Length < data.Length)
        {
            Array.Resize(ref _data, Math.Max(data.Length, 2 * _data.Length));
        }

        data.CopyTo(_data);
        return _data.AsMemory(0, data.Length);
    }

    private ProviderException Trouble(ProviderErrorKind kind, Exception exception) => new(errors.Provider, kind, exception);
}
