using Microsoft.Data.Sqlite;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>Something to do on a database thread, awaited by a caller elsewhere.</summary>
internal abstract class SqliteWork
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Cancelled = 2;
    private int _state;

    /// <summary>False when the caller has cancelled; from then on cancelling has no effect, so that a write is never in doubt.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    /// <summary>Why the work failed; the caller learns of it from <see cref="Complete"/>.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Does the work and keeps its result.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Tells the caller the result, or the failure.</summary>
    public abstract void Complete();

    protected bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;
}

/// <inheritdoc/>
internal sealed class SqliteWork<TResult> : SqliteWork
{
    private readonly Func<SqliteSession, TResult> _action;
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;
    private TResult? _result;

    public SqliteWork(Func<SqliteSession, TResult> action, CancellationToken cancellationToken)
    {
        _action = action;
        _registration = cancellationToken.UnsafeRegister(Cancel, this);
    }

    public Task<TResult> Task => _completion.Task;

    public override void Run(SqliteSession session) => _result = _action(session);

    public override void Complete()
    {
        _registration.Dispose();
        if (Failure is null)
        {
            _completion.TrySetResult(_result!);
        }
        else
        {
            _completion.TrySetException(Failure is SqliteException sqlite ? new StorageException(SqliteFile.Explain(sqlite), sqlite) : Failure);
        }
    }

    private static void Cancel(object? state, CancellationToken cancellationToken)
    {
        var work = (SqliteWork<TResult>)state!;
        if (work.TryCancel())
        {
            work._completion.TrySetCanceled(cancellationToken);
        }
    }
}
