using System.Text.Json;
using System.Threading.Channels;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>One <c>stream-input</c> socket: text in by messages, audio out as base64 in messages, in order.</summary>
internal sealed class StreamInputSession : IAsyncDisposable
{
    private static readonly TimeSpan ToFirstPiece = TimeSpan.FromMilliseconds(120);

    private readonly Exchange _exchange;
    private readonly SandboxSocket _socket;
    private readonly ElevenLabsRefusal? _badAddress;
    private readonly StreamInputOptions? _options;
    private readonly TextBuffer _buffer;
    private readonly IdleTimer _idle;
    private readonly Channel<string> _toSpeak = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private string? _settings;
    private string? _generationConfig;
    private volatile bool _ended;

    public StreamInputSession(Exchange exchange, SandboxSocket socket)
    {
        _exchange = exchange;
        _socket = socket;
        _badAddress = StreamInputOptions.Read(exchange.Http.Request, out _options);
        _buffer = new TextBuffer(_options?.AutoMode ?? false);
        _idle = new IdleTimer(exchange.State.Time, TimeSpan.FromSeconds(_options?.InactivitySeconds ?? 20), EndIdleAsync, exchange.Ended);
    }

    public async Task RunAsync()
    {
        await _socket.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_exchange.Ended);
        var speaking = SpeakAllAsync(stop.Token);
        try
        {
            await ReceiveAsync();
            if (_ended)
            {
                await speaking;
                await _socket.DrainAsync();
            }
        }
        finally
        {
            _toSpeak.Writer.TryComplete();
            await stop.CancelAsync();
            await speaking.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public ValueTask DisposeAsync() => _idle.DisposeAsync();

    private async Task ReceiveAsync()
    {
        var request = _exchange.Http.Request;
        var key = request.Headers.ContainsKey("xi-api-key") ? ElevenLabsPart.KeyOf(request) : SandboxKeys.Check("elevenlabs", request.Query["authorization"]);
        var isFirst = true;
        if (key is not SandboxKeyState.Missing && (ElevenLabsPart.Refuse(_exchange, key) ?? _badAddress) is { } refused)
        {
            await refused.CloseAsync(_socket);
        }

        while (!_ended)
        {
            var message = await _socket.ReceiveAsync(_exchange.Ended);
            if (message.IsClose)
            {
                await _socket.CloseAsync(1000, "");
                return;
            }

            _idle.Touch();
            if (_socket.IsClosed)
            {
                continue;
            }

            using var json = message.IsText ? SandboxJson.ReadObject(message.Text) : null;
            var refusal = json is null
                ? ElevenLabsRefusal.Bad("invalid_message", "Expected a JSON object in a text message.")
                : isFirst ? Open(json.RootElement, key) : Take(json.RootElement);
            isFirst = false;
            if (refusal is not null)
            {
                await refusal.CloseAsync(_socket);
            }
        }
    }

    private ElevenLabsRefusal? Open(JsonElement message, SandboxKeyState key)
    {
        if (key is SandboxKeyState.Missing)
        {
            key = SandboxKeys.Check("elevenlabs", message.Text("xi-api-key") ?? message.Text("xi_api_key") ?? message.Text("authorization"));
        }

        if ((ElevenLabsPart.Refuse(_exchange, key) ?? _badAddress) is { } refusal)
        {
            return refusal;
        }

        if (message.Text("text") is not " ")
        {
            return ElevenLabsRefusal.Bad("invalid_message", "The first message must have the text \" \".");
        }

        _settings = Raw(message, "voice_settings");
        _generationConfig = Raw(message, "generation_config");
        return CheckSettings(message) ?? (message.TryGetProperty("generation_config", out var config) && config.ValueKind is JsonValueKind.Object
            && config.TryGetProperty("chunk_length_schedule", out var lengths) && !_buffer.TrySchedule(lengths)
                ? ElevenLabsRefusal.Bad("invalid_generation_config", "chunk_length_schedule must be a list of numbers between 50 and 500.")
                : null);
    }

    private ElevenLabsRefusal? Take(JsonElement message)
    {
        if (Raw(message, "voice_settings") is { } settings && settings != _settings)
        {
            return ElevenLabsRefusal.Bad("invalid_message", "voice_settings can only be set in the first message.");
        }

        if ((Raw(message, "generation_config") ?? Raw(message, "generator_config")) is { } config && config != _generationConfig)
        {
            return ElevenLabsRefusal.Bad("invalid_message", "generation_config can only be set in the first message.");
        }

        var flush = message.Flag("flush");
        if (message.Text("text") is not { } text)
        {
            return ElevenLabsRefusal.Bad("invalid_message", "The message has no text.");
        }

        if (text.Length is 0)
        {
            Speak(_buffer.Take());
            _ended = true;
            _toSpeak.Writer.TryComplete();
            return null;
        }

        Speak(_buffer.Add(text, message.Flag("try_trigger_generation")));
        if (flush)
        {
            Speak(_buffer.Take());
        }

        return null;
    }

    private void Speak(string? text)
    {
        if (text is not null)
        {
            _toSpeak.Writer.TryWrite(text);
        }
    }

    private async Task SpeakAllAsync(CancellationToken cancellationToken)
    {
        while (await _toSpeak.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_toSpeak.Reader.TryRead(out var text))
            {
                await SpeakAsync(text, cancellationToken);
            }
        }

        if (_ended)
        {
            await _socket.SendAsync(SandboxJson.Write(new { audio = (string?)null, isFinal = true, normalizedAlignment = (object?)null, alignment = (object?)null }));
            await _socket.CloseAsync(1000, "");
        }
    }

    private async Task SpeakAsync(string text, CancellationToken cancellationToken)
    {
        if (_options is null)
        {
            return;
        }

        var started = _exchange.State.Time.GetTimestamp();
        var speech = await _exchange.State.Voice.SpeakAsync(text, cancellationToken);
        var alignment = CharacterAlignment.Of(text, speech);
        var wait = ToFirstPiece - _exchange.State.Time.GetElapsedTime(started);
        foreach (var piece in AudioPieces.Of(speech, _options.Format))
        {
            if (wait > TimeSpan.Zero)
            {
                await _exchange.State.ThinkAsync(wait, cancellationToken);
            }

            var shown = _options.SyncAlignment ? alignment.Between(piece.Start, piece.End) : piece.Start == TimeSpan.Zero ? alignment : null;
            await _socket.SendAsync(SandboxJson.Write(new
            {
                audio = Convert.ToBase64String(piece.Bytes.Span),
                isFinal = (bool?)null,
                normalizedAlignment = shown,
                alignment = shown,
            }));
            wait = piece.Duration / 4;
        }
    }

    // Without a word the socket would stay open for the whole time even after the last text.
    private async Task EndIdleAsync()
    {
        if (_ended)
        {
            return;
        }

        var seconds = _options?.InactivitySeconds ?? 20;
        await _socket.SendAsync(SandboxJson.Write(new
        {
            message = $"Have not received a new text input within the timeout of {seconds} seconds. Streaming input terminated. Make sure to send \"\" as the text to end the stream.",
            error = "input_timeout_exceeded",
            code = 1008,
        }));
        await _socket.CloseAsync(1008, $"Have not received a new text input within the timeout of {seconds}.0 seconds. Streaming input terminated.");
    }

    internal static ElevenLabsRefusal? CheckSettings(JsonElement message)
    {
        if (!message.TryGetProperty("voice_settings", out var settings) || settings.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        foreach (var (name, least, most) in new[] { ("stability", 0, 1), ("similarity_boost", 0, 1), ("style", 0, 1), ("speed", 0.7, 1.2) })
        {
            if (settings.ValueKind is not JsonValueKind.Object
                || (settings.Has(name) && (!(settings.GetProperty(name).ValueKind is JsonValueKind.Number) || settings.GetProperty(name).GetDouble() is var value && (value < least || value > most))))
            {
                return ElevenLabsRefusal.Bad("invalid_voice_settings", $"Invalid setting for {name}: expected a number between {least} and {most}.");
            }
        }

        return null;
    }

    private static string? Raw(JsonElement message, string name) => message.Has(name) ? message.GetProperty(name).GetRawText() : null;
}
