using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Writes down the message of every exception of this process at the moment it is thrown, each once.</summary>
internal sealed class EverythingThrown : IDisposable
{
    private readonly ConcurrentDictionary<Observed, byte> _messages = new();

    public EverythingThrown() => AppDomain.CurrentDomain.FirstChanceException += Add;

    public IReadOnlyList<Observed> Messages => [.. _messages.Keys];

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Add;

    private void Add(object? sender, FirstChanceExceptionEventArgs thrown) =>
        _messages.TryAdd(new Observed($"exception {thrown.Exception.GetType().FullName}", thrown.Exception.Message), 0);
}
