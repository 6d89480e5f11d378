using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// Speaks through ElevenLabs' stream-input socket, one for each stream of text. The socket is opened while the first text is still
/// being written.
/// </summary>
internal sealed class ElevenLabsTextToSpeech(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ITextToSpeech
{
    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Upgrade(voice);
        await using var socket = new ProviderSocket(ProviderName.ElevenLabs, time);
        await using var scope = new TaskScope(cancellationToken);
        var stream = new StreamInput(socket, time);
        scope.Start("send text", token => stream.SendAsync(text, token));
        await socket.ConnectAsync(request, transport, scope.CancellationToken);
        await stream.BeginAsync(voice, scope.CancellationToken);

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

    private SocketRequest Upgrade(VoiceSettings voice) => new()
    {
        Address = endpoints.For(key).Socket(ElevenLabsProtocol.StreamInputPath(voice)),
        Authorize = headers => KeyHeader.Bare("xi-api-key").Put(headers, key),
        Refused = ElevenLabsErrors.Refused,
    };
}
