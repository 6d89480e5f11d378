using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>
/// Speaks through Hume's HTTP stream, one request for each piece of text, over pooled connections, so that a turn pays no handshake.
/// The next piece is asked for while the one before it is still being heard. Hume speaks at 48 kHz; the audio is resampled here.
/// </summary>
internal sealed class HumeTextToSpeech(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ITextToSpeech, IWarmableVoice
{
    public Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken) => transport.WarmAsync(endpoints.For(key).Http("/"), cancellationToken);

    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = Channel.CreateBounded<HumeStream>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        await using var open = new Leftovers(asked.Reader);
        await using var scope = new TaskScope(cancellationToken);
        scope.Start("ask for speech", token => AskAsync(text, voice, asked.Writer, token));

        var speech = new HumeSpeech(voice.Format);
        await foreach (var stream in asked.Reader.ReadEachAsync(scope.CancellationToken))
        {
            using (stream)
            {
                using var deadline = new Deadline(time, scope.CancellationToken);
                speech.Begin(stream.Text);
                while (await stream.NextAsync(deadline, scope.CancellationToken) is { } message)
                {
                    if (speech.Add(message) is { } audio)
                    {
                        yield return audio;
                    }
                }

                if (speech.End() is { } rest)
                {
                    yield return rest;
                }
            }
        }
    }

    private async Task AskAsync(IAsyncEnumerable<string> text, VoiceSettings voice, ChannelWriter<HumeStream> asked, CancellationToken cancellationToken)
    {
        await foreach (var piece in text.WithCancellation(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(piece) || !await asked.WaitToWriteAsync(cancellationToken))
            {
                continue;
            }

            var stream = new HumeStream(piece, Request(piece.Trim(), voice), transport, time);
            try
            {
                await stream.OpenAsync(cancellationToken);
                await asked.WriteAsync(stream, cancellationToken);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }

        asked.Complete();
    }

    private HttpRequestMessage Request(string piece, VoiceSettings voice)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoints.For(key).Http(HumeProtocol.Path))
        {
            Content = new ByteArrayContent(HumeProtocol.Write(piece, voice)),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        KeyHeader.Bare("X-Hume-Api-Key").Put(request.Headers, key);
        return request;
    }

    /// <summary>Closes what was asked for and never listened to, after the task that asks has ended.</summary>
    private sealed class Leftovers(ChannelReader<HumeStream> asked) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            while (asked.TryRead(out var stream))
            {
                stream.Dispose();
            }

            return ValueTask.CompletedTask;
        }
    }
}
