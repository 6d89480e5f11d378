using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// Speaks through ElevenLabs' stream-input socket, one for each stream of text. The socket is dialled while the caller still speaks, or else
/// opened while the first text is being written.
/// </summary>
internal sealed class ElevenLabsTextToSpeech(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ITextToSpeech, IWarmableVoice
{
    // Utterances of a call follow each other: one reader mostly does for all.
    private StreamInputReader? _reader = new();
    private readonly DialledSocket _dialled = new(ProviderName.ElevenLabs, transport, time, key.Ended);

    public async Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken)
    {
        try
        {
            await _dialled.DialAsync(Upgrade(voice));
        }
        catch (ProviderException)
        {
            // No such format: the utterance will say so.
        }
    }

    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Upgrade(voice);
        await using var open = new OpenSocket();
        await using var scope = new TaskScope(cancellationToken);
        using var reader = new LentReader(this);
        var stream = new StreamInput(reader.Reader, time);
        scope.Start("send text", token => stream.SendAsync(text, token));
        open.Socket = await OpenAsync(request, scope.CancellationToken);
        await stream.BeginAsync(open.Socket, voice, scope.CancellationToken);

        var assembler = new SpokenAudioAssembler(voice.Format);
        while (await stream.ReceiveAsync(scope.CancellationToken) is { } message)
        {
            if (assembler.Add(message) is { } audio)
            {
                yield return audio;
            }
        }

        if (assembler.Finish() is { } rest)
        {
            yield return rest;
        }
    }

    private async Task<ProviderSocket> OpenAsync(SocketRequest request, CancellationToken cancellationToken)
    {
        if (await _dialled.TakeAsync(request.Address, cancellationToken) is { } dialled)
        {
            return dialled;
        }

        var socket = new ProviderSocket(ProviderName.ElevenLabs, time);
        try
        {
            await socket.ConnectAsync(request, transport, cancellationToken);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    private SocketRequest Upgrade(VoiceSettings voice) => new()
    {
        Address = endpoints.For(key).Socket(ElevenLabsProtocol.StreamInputPath(voice)),
        Authorize = headers => KeyHeader.Bare("xi-api-key").Put(headers, key),
        Refused = ElevenLabsErrors.Refused,
    };

    /// <summary>The call's reader for one utterance, or another one while that is in use.</summary>
    private readonly struct LentReader(ElevenLabsTextToSpeech lender) : IDisposable
    {
        public StreamInputReader Reader { get; } = Interlocked.Exchange(ref lender._reader, null) ?? new StreamInputReader();

        public void Dispose() => Volatile.Write(ref lender._reader, Reader);
    }

    /// <summary>Closes the socket after everything that uses it has ended.</summary>
    private sealed class OpenSocket : IAsyncDisposable
    {
        public ProviderSocket? Socket { get; set; }

        public ValueTask DisposeAsync() => Socket?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
