using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>One socket of <c>/v1/listen</c>.</summary>
internal sealed class ListenSession : IAsyncDisposable
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxWithoutAudio = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ResultDelay = TimeSpan.FromMilliseconds(130);

    private readonly Exchange _exchange;
    private readonly SandboxSocket _socket;
    private readonly ListenOptions _options;
    private readonly Guid _request;
    private readonly Outbox _outbox;
    private readonly IdleTimer _idle;
    private readonly IdleTimer _audioNeeded;
    private readonly StreamDecoder? _decoder;
    private readonly ListenChannel[] _channels;
    private bool _finished;

    public ListenSession(Exchange exchange, SandboxSocket socket, ListenOptions options, Guid request)
    {
        _exchange = exchange;
        _socket = socket;
        _options = options;
        _request = request;
        _outbox = new Outbox(exchange.State, socket);
        _decoder = Decoder(options);
        var separate = options.Multichannel ? options.Channels : 1;
        _channels = [.. Enumerable.Range(0, separate).Select(
            channel => new ListenChannel(options, exchange.State.Utterances, request, channel, separate, Post))];
        _idle = new IdleTimer(exchange.State.Time, MaxIdle, () => socket.CloseAsync(1011, DeepgramMessages.Net0001), exchange.Ended);
        _audioNeeded = new IdleTimer(exchange.State.Time, MaxWithoutAudio, EndWithoutAudioAsync, exchange.Ended);
    }

    public async Task RunAsync()
    {
        await _socket.OpenAsync();
        await new SocketPump(_exchange, _socket, _outbox) { Heard = _idle.Touch }.RunAsync(TakeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        await _audioNeeded.DisposeAsync();
    }

    private static StreamDecoder? Decoder(ListenOptions options)
    {
        AudioEncoding? encoding = options.Encoding switch
        {
            "mulaw" => AudioEncoding.Mulaw,
            "alaw" => AudioEncoding.Alaw,
            "linear16" => AudioEncoding.Linear16,
            _ => null,
        };
        return encoding is { } known ? new StreamDecoder(new AudioFormat(known, options.SampleRate), options.Channels) : null;
    }

    private async Task<bool> TakeAsync(SocketMessage message)
    {
        if (message.IsText)
        {
            await ControlAsync(message.Text);
        }
        else if (message.Data.Length is 0)
        {
            Finish();
        }
        else
        {
            await ListenAsync(message.Data);
        }

        return !_finished;
    }

    private Task ListenAsync(ReadOnlyMemory<byte> audio)
    {
        _audioNeeded.Touch();
        if (_decoder is null)
        {
            return _socket.CloseAsync(1008, DeepgramMessages.Data0000);
        }

        _decoder.Decode(audio.Span);
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            _channels[channel].Listen(_decoder.Channel(channel));
        }

        return Task.CompletedTask;
    }

    private async Task ControlAsync(string text)
    {
        using var message = SandboxJson.ReadObject(text);
        switch (message?.RootElement.Text("type"))
        {
            case "KeepAlive":
                break;
            case "Finalize":
                Flush(message.RootElement);
                break;
            case "CloseStream":
                Finish();
                break;
            case "Configure":
                Configure(message.RootElement);
                break;
            default:
                await _socket.CloseAsync(1008, DeepgramMessages.Data0000);
                break;
        }
    }

    private void Flush(JsonElement message)
    {
        var only = message.TryGetProperty("channel", out var channel) && channel.TryGetInt32(out var number) ? number : (int?)null;
        for (var i = 0; i < _channels.Length; i++)
        {
            if (only is null || only == i)
            {
                _channels[i].Flush(fromFinalize: true);
            }
        }
    }

    private void Configure(JsonElement message)
    {
        if (!_options.TakesKeyterms)
        {
            Post(DeepgramMessages.KeytermsNotSupported());
            return;
        }

        var terms = message.TryGetProperty("keyterms", out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().Select(term => term.ValueKind is JsonValueKind.String ? term.GetString() : term.GetRawText()).ToArray()
            : null;
        Post(DeepgramMessages.ConfigureSuccess(_request, terms));
    }

    private void Finish()
    {
        foreach (var channel in _channels)
        {
            channel.Flush(fromFinalize: false);
        }

        Post(DeepgramMessages.Metadata(_request, _exchange.Connection.At, _channels[0].Position, _options.Channels));
        _finished = true;
    }

    private Task EndWithoutAudioAsync() =>
        _exchange.Connection.AudioBytes > 0 ? Task.CompletedTask : _socket.CloseAsync(1011, DeepgramMessages.Net0000);

    private void Post(string message) => _outbox.Post(message, ResultDelay);
}
