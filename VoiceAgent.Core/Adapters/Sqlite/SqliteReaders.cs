using System.Collections.Concurrent;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>A few threads that read side by side; each sees every write that was acknowledged before it was asked.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly BlockingCollection<SqliteWork> _queue = [];
    private readonly IReadOnlyList<SqliteThread> _threads;

    public SqliteReaders(int count, Func<SqliteSession> open) =>
        _threads = [.. Enumerable.Range(1, count).Select(number => new SqliteThread($"SQLite reader {number}", _queue, open, Process))];

    public Task<TResult> RunAsync<TResult>(Func<SqliteSession, TResult> action, CancellationToken cancellationToken)
    {
        var work = new SqliteWork<TResult>(action, cancellationToken);
        _queue.Add(work, CancellationToken.None);
        return work.Task;
    }

    /// <summary>Finishes what was asked for, then ends the threads.</summary>
    public Task StopAsync()
    {
        _queue.CompleteAdding();
        return Task.WhenAll(_threads.Select(thread => thread.Ended));
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _queue.Dispose();
    }

    private static void Process(SqliteSession session, SqliteWork work)
    {
        if (!work.TryStart())
        {
            return;
        }

        try
        {
            work.Run(session);
        }
        catch (Exception exception)
        {
            work.Failure = exception;
        }

        work.Complete();
    }
}
