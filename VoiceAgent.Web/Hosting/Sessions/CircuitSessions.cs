using System.Collections.Concurrent;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>Which circuits run on which session, so that they end with it. One per process. Thread-safe.</summary>
internal sealed class CircuitSessions : IDisposable
{
    private readonly UserSessions _sessions;
    private readonly ConcurrentDictionary<string, (SessionId Session, Action SignOut)> _circuits = new();

    public CircuitSessions(UserSessions sessions)
    {
        _sessions = sessions;
        _sessions.Ended += OnEnded;
    }

    /// <summary>Circuits of signed-in users.</summary>
    public int Count => _circuits.Count;

    /// <param name="circuit">Id of the circuit.</param>
    /// <param name="session">The session it runs on.</param>
    /// <param name="signOut">Makes the circuit nobody's; may be called from any thread.</param>
    public void Add(string circuit, SessionId session, Action signOut) => _circuits[circuit] = (session, signOut);

    public void Remove(string circuit) => _circuits.TryRemove(circuit, out _);

    public void Dispose() => _sessions.Ended -= OnEnded;

    private void OnEnded(object? sender, SessionEndedEventArgs ended)
    {
        foreach (var (circuit, entry) in _circuits)
        {
            if (entry.Session == ended.Session && _circuits.TryRemove(circuit, out _))
            {
                entry.SignOut();
            }
        }
    }
}
