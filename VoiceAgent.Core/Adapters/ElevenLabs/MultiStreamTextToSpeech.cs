using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// Speaks through one multi-stream-input socket for all utterances of a call, each in a context of its own, so that only the first one pays
/// a handshake. The socket stays open between utterances and closes when the key's lease ends; one that the provider has closed meanwhile
/// is opened anew. An utterance that is cut off closes its context.
/// </summary>
internal sealed class MultiStreamTextToSpeech(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ITextToSpeech, IWarmableVoice
{
    /// <summary>Longest silence of the server once all text has been given to it.</summary>
    private static readonly TimeSpan AudioTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task<MultiStreamSocket>? _opening;
    private int _contexts;

    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var opening = SocketAsync(ElevenLabsProtocol.MultiStreamInputPath(voice), isEarly: false);
        using var deadline = new Deadline(time, cancellationToken);
        await using var context = new MultiStreamContext($"turn_{Interlocked.Increment(ref _contexts)}");
        await using var scope = new TaskScope(deadline.Token);
        scope.Start("send text", async token =>
        {
            await context.SendAsync(text, voice, token);
            deadline.Arm(AudioTimeout);
        });
        context.Begin(await opening.WaitAsync(scope.CancellationToken));

        var assembler = new SpokenAudioAssembler(voice.Format);
        while (await NextAsync(context, deadline, scope) is { } message)
        {
            deadline.Disarm();
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

    public async Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken)
    {
        try
        {
            await SocketAsync(ElevenLabsProtocol.MultiStreamInputPath(voice), isEarly: true).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ProviderException or OperationCanceledException)
        {
            // The utterance opens it anew and finds out what is wrong.
        }
    }

    // The silence of the server is bounded, counted only while somebody waits for it.
    private static async Task<StreamInputMessage?> NextAsync(MultiStreamContext context, Deadline deadline, TaskScope scope)
    {
        if (context.HasEnded)
        {
            deadline.Arm(AudioTimeout);
        }

        try
        {
            return await context.NextAsync(scope.CancellationToken);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            context.GiveUp();
            throw new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Timeout);
        }
    }

    private Task<MultiStreamSocket> SocketAsync(string path, bool isEarly)
    {
        lock (_gate)
        {
            if (_opening is { IsCompleted: false })
            {
                return _opening;
            }

            var socket = _opening is { IsCompletedSuccessfully: true } opened ? opened.GetAwaiter().GetResult() : null;
            if (socket is { IsOver: false } && socket.Path == path)
            {
                return _opening!;
            }

            return _opening = OpenAsync(path, socket, isEarly);
        }
    }

    private async Task<MultiStreamSocket> OpenAsync(string path, MultiStreamSocket? before, bool isEarly)
    {
        if (before is not null)
        {
            await before.DisposeAsync();
        }

        var socket = new MultiStreamSocket(path, time);
        try
        {
            var request = new SocketRequest
            {
                Address = endpoints.For(key).Socket(path),
                Authorize = headers => KeyHeader.Bare("xi-api-key").Put(headers, key),
                Refused = ElevenLabsErrors.Refused,
                IsEarly = isEarly,
            };
            await socket.OpenAsync(request, transport, key.Ended);
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }

        // A lease that has ended meanwhile closes it at once.
        _ = key.Ended.Register(() => _ = socket.DisposeAsync().AsTask());
        return socket;
    }
}
