using System.Text.Json;
using System.Threading.Channels;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>One context of a <c>multi-stream-input</c> socket: speaks its text in order; its final message comes only after it was closed.</summary>
internal sealed class MultiStreamSpeech : IAsyncDisposable
{
    private static readonly TimeSpan ToFirstPiece = TimeSpan.FromMilliseconds(120);

    private readonly Exchange _exchange;
    private readonly SandboxSocket _socket;
    private readonly StreamInputOptions _options;
    private readonly string _id;
    private readonly TextBuffer _buffer;
    private readonly IdleTimer _idle;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<string> _toSpeak = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _speaking;

    public MultiStreamSpeech(Exchange exchange, SandboxSocket socket, StreamInputOptions options, string id)
    {
        (_exchange, _socket, _options, _id) = (exchange, socket, options, id);
        _buffer = new TextBuffer(options.AutoMode);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(exchange.Ended);
        _idle = new IdleTimer(exchange.State.Time, TimeSpan.FromSeconds(options.InactivitySeconds), EndIdleAsync, exchange.Ended);
        _speaking = SpeakAllAsync(_stop.Token);
    }

    /// <summary>Whether it was closed or timed out.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes a message; what is wrong with it, or null.</summary>
    public ElevenLabsRefusal? Take(JsonElement message)
    {
        _idle.Touch();
        if (message.Has("voice_settings") || message.Has("generation_config"))
        {
            return ElevenLabsRefusal.Bad("invalid_message", "voice_settings and generation_config can only be set in the first message of a context.");
        }

        // An empty text only keeps the context open.
        if (message.Text("text") is { Length: > 0 } text)
        {
            Speak(_buffer.Add(text, message.Flag("try_trigger_generation")));
        }

        if (message.Flag("flush"))
        {
            Speak(_buffer.Take());
        }

        if (message.Flag("close_context"))
        {
            IsOver = true;
            _toSpeak.Writer.TryComplete();
        }

        return null;
    }

    /// <summary>Speaks what is there and ends.</summary>
    public async Task FinishAsync()
    {
        Speak(_buffer.Take());
        IsOver = true;
        _toSpeak.Writer.TryComplete();
        await _speaking;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _toSpeak.Writer.TryComplete();
        await _speaking.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _idle.DisposeAsync();
        _stop.Dispose();
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

        await _socket.SendAsync(SandboxJson.Write(new { isFinal = true, contextId = _id }));
    }

    private async Task SpeakAsync(string text, CancellationToken cancellationToken)
    {
        var speech = await _exchange.State.Voice.SpeakAsync(text, cancellationToken);
        var alignment = CharacterAlignment.Of(text, speech);
        var wait = ToFirstPiece;
        foreach (var piece in AudioPieces.Of(speech, _options.Format))
        {
            await _exchange.State.ThinkAsync(wait, cancellationToken);
            var shown = _options.SyncAlignment ? alignment.Between(piece.Start, piece.End) : piece.Start == TimeSpan.Zero ? alignment : null;
            await _socket.SendAsync(SandboxJson.Write(new
            {
                audio = Convert.ToBase64String(piece.Bytes.Span),
                contextId = _id,
                alignment = shown,
                normalizedAlignment = shown,
                isFinal = (bool?)null,
            }));
            wait = piece.Duration / 4;
        }
    }

    private async Task EndIdleAsync()
    {
        if (IsOver)
        {
            return;
        }

        IsOver = true;
        await _socket.SendAsync(SandboxJson.Write(new
        {
            error = "input_timeout_exceeded",
            message = $"Have not received a new text input within the timeout of {_options.InactivitySeconds} seconds. Streaming input terminated.",
            contextId = _id,
        }));
        _toSpeak.Writer.TryComplete();
    }
}
