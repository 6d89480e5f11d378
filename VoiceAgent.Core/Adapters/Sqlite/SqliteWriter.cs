using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// All writes of the store, one after another on one thread. Writes that wait while another commits share the next transaction; each is
/// in a savepoint, so that one that fails leaves its neighbours alone, and none is acknowledged before the commit.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostInTransaction = 256;
    private readonly BlockingCollection<SqliteWork> _queue = [];
    private readonly SqliteThread _thread;

    public SqliteWriter(Func<SqliteSession> open) => _thread = new SqliteThread("SQLite writer", _queue, open, Process);

    public Task<TResult> RunAsync<TResult>(Func<SqliteSession, TResult> action, CancellationToken cancellationToken)
    {
        var work = new SqliteWork<TResult>(action, cancellationToken);
        _queue.Add(work, CancellationToken.None);
        return work.Task;
    }

    /// <summary>Finishes what was asked for, then ends the thread.</summary>
    public Task StopAsync()
    {
        _queue.CompleteAdding();
        return _thread.Ended;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Process(SqliteSession session, SqliteWork first)
    {
        var batch = new List<SqliteWork>();
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            var work = first;
            do
            {
                if (work.TryStart())
                {
                    batch.Add(work);
                    RunInSavepoint(session, work);
                }
            }
            while (batch.Count < MostInTransaction && _queue.TryTake(out work));

            session.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            if (batch.Count == 0 && first.TryStart())
            {
                batch.Add(first);
            }

            batch.ForEach(work => work.Failure ??= exception);
            Rollback(session);
        }

        batch.ForEach(work => work.Complete());
    }

    /// <summary>
    /// Throws only when the whole transaction is lost: SQLite rolls back by itself when, say, the disk is full, and all that shared the
    /// transaction has then failed.
    /// </summary>
    private static void RunInSavepoint(SqliteSession session, SqliteWork work)
    {
        session.Execute("SAVEPOINT work");
        try
        {
            work.Run(session);
            session.Execute("RELEASE work");
        }
        catch (Exception exception)
        {
            work.Failure = exception;
            if (!session.IsInTransaction)
            {
                throw;
            }

            session.Execute("ROLLBACK TO work");
            session.Execute("RELEASE work");
        }
    }

    private static void Rollback(SqliteSession session)
    {
        try
        {
            if (session.IsInTransaction)
            {
                session.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The next BEGIN fails for the same reason and says so to whoever asked for it.
        }
    }
}
