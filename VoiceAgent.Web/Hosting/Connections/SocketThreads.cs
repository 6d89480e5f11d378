using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VoiceAgent.Web.Hosting.Connections;

/// <summary>
/// Lets what follows on a socket's event run on the thread that polls the sockets, without a pool thread between: with many calls on a core the
/// change of threads is a good part of a frame's time. That thread must not be held up, so only calls stay on it; the pages, the API and
/// everything else that a visitor sends go on a pool thread (docs/decisions/0053).
/// </summary>
internal static class SocketThreads
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>For this process, before its first socket; an operator who has set the runtime's variable has decided himself.</summary>
    public static void Use()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }

    /// <summary>Whether this process does, as its environment says.</summary>
    public static bool AreUsed(IConfiguration configuration) => configuration[Variable] is "1";

    /// <summary>Takes every connection to a pool thread until its <see cref="ISocketThread"/> says otherwise.</summary>
    public static void LeaveSocketThread(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        var thread = new SocketThread();
        var transport = connection.Transport;
        connection.Features.Set<ISocketThread>(thread);
        connection.Transport = new Duplex(new PooledReader(transport.Input, thread), new PooledWriter(transport.Output, thread));
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    /// <summary>Waits, and goes on on a pool thread unless the connection stays.</summary>
    public static async ValueTask<T> LeaveAsync<T>(this ISocketThread thread, ValueTask<T> pending)
    {
        var result = await pending;
        if (!thread.Stays && !Thread.CurrentThread.IsThreadPoolThread)
        {
            await Task.Yield();
        }

        return result;
    }

    private sealed class SocketThread : ISocketThread
    {
        private volatile bool _stays;

        public bool Stays => _stays;

        public void Stay() => _stays = true;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>Where the work of a connection is done. A feature of the connection, and of its requests.</summary>
internal interface ISocketThread
{
    /// <summary>Whether it goes on where the socket is polled.</summary>
    bool Stays { get; }

    /// <summary>From now on it does: whoever asks for it never blocks and computes for microseconds only.</summary>
    void Stay();
}
