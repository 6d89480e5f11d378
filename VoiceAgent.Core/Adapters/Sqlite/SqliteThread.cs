using System.Collections.Concurrent;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// A thread of its own with a session of its own. SQLite's calls are synchronous, so they must not run on the thread pool, which the
/// audio of all calls shares. The session is opened with the first work and again after a failure to open.
/// </summary>
internal sealed class SqliteThread
{
    private readonly BlockingCollection<SqliteWork> _queue;
    private readonly Func<SqliteSession> _open;
    private readonly Action<SqliteSession, SqliteWork> _process;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteThread(string name, BlockingCollection<SqliteWork> queue, Func<SqliteSession> open, Action<SqliteSession, SqliteWork> process)
    {
        _queue = queue;
        _open = open;
        _process = process;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.UnsafeStart();
    }

    /// <summary>Completes when the queue is marked complete and all that was in it is done.</summary>
    public Task Ended => _ended.Task;

    /// <summary>As <see cref="Ended"/>, for who cannot await.</summary>
    public void Join() => _thread.Join();

    private void Run()
    {
        SqliteSession? session = null;
        try
        {
            foreach (var work in _queue.GetConsumingEnumerable())
            {
                session = Process(session, work);
            }
        }
        finally
        {
            session?.Dispose();
            _ended.SetResult();
        }
    }

    private SqliteSession? Process(SqliteSession? session, SqliteWork work)
    {
        try
        {
            session ??= _open();
            _process(session, work);
        }
        catch (Exception exception)
        {
            work.TryStart();
            work.Failure = exception;
            work.Complete();
        }

        return session;
    }
}
