using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>
/// A transcription over a provider's sessions: as a rule one, and another before the first one's time is up, so that a caller may talk
/// longer than a session lasts. Audio up to the change is heard by the old session, all after it by the new one; the old one's last words
/// come first.
/// </summary>
internal sealed class ListeningStream(
    ProviderName provider, Func<AudioPosition, IListeningProtocol> protocol, ProviderTransport transport, TimeProvider time)
{
    // After a session could not be opened.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<SpeechEvent> RunAsync(
        IAsyncEnumerable<AudioFrame> audio, AudioFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var sessions = new ListeningSessions();
        await using var scope = new TaskScope(cancellationToken);
        var first = await OpenAsync(sessions, scope.CancellationToken);
        var outgoing = new OutgoingAudio(first, format, sessions.Gate, OpenNext, time);
        scope.Start("send audio", token => outgoing.SendAsync(audio, token));
        scope.Start("keep alive", outgoing.KeepAliveAsync);
        var events = new List<SpeechEvent>();
        for (var session = first; session is not null; session = session.Next)
        {
            bool goesOn;
            do
            {
                goesOn = await session.ReceiveAsync(events);
                for (var i = 0; i < events.Count; i++)
                {
                    yield return events[i];
                }

                events.Clear();
            }
            while (goesOn);

            await sessions.CloseAsync(session);
        }

        void OpenNext(OutgoingAudio to) => scope.Start("open the next session", async token => to.Offer(await TryOpenAsync(sessions, token)));
    }

    private async Task<ListeningSession> OpenAsync(ListeningSessions sessions, CancellationToken ended)
    {
        var session = await ListeningSession.OpenAsync(provider, protocol, transport, time, ended);
        sessions.Add(session);
        return session;
    }

    // A renewal that fails does no harm yet: the old session still listens.
    private async Task<ListeningSession?> TryOpenAsync(ListeningSessions sessions, CancellationToken ended)
    {
        try
        {
            return await OpenAsync(sessions, ended);
        }
        catch (ProviderException)
        {
            await Task.Delay(RetryAfter, time, ended);
            return null;
        }
    }
}
