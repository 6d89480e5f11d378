using System.Runtime.ExceptionServices;

namespace VoiceAgent.Core.Common;

/// <summary>
/// Tasks that live no longer than a block: none is left running when the scope has been disposed.
/// The first child that fails cancels all others; its exception is what <see cref="WaitAsync"/> and <see cref="DisposeAsync"/> throw.
/// A child that ends with <see cref="OperationCanceledException"/> after the scope was cancelled has ended normally.
/// Children start on the caller's thread and continue where its synchronization context says. Thread-safe.
/// </summary>
public sealed class TaskScope : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Child> _children = [];
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private ExceptionDispatchInfo? _failure;
    private bool _closed;

    /// <param name="cancellationToken">Cancels the children too.</param>
    public TaskScope(CancellationToken cancellationToken)
    {
        _outer = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken = _source.Token;
    }

    /// <summary>Cancelled when the scope is: by its owner, by the outer token, by a failed child, by disposal.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>What the first failed child threw, or null.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_lock)
            {
                return _failure?.SourceException;
            }
        }
    }

    /// <summary>Names of the children that have not ended, in the order they started.</summary>
    public IReadOnlyList<string> Running
    {
        get
        {
            lock (_lock)
            {
                return [.. _children.Where(child => !child.Task.IsCompleted).Select(child => child.Name)];
            }
        }
    }

    /// <summary>Starts a child, which runs until its first wait before this returns. A child may start others.</summary>
    /// <param name="name">What the child does, for diagnosis.</param>
    /// <param name="child">Ends soon after its token is cancelled.</param>
    public void Start(string name, Func<CancellationToken, Task> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _children.Add(new Child(name, started.Task));
        }

        _ = ObserveAsync(child, started);
    }

    /// <summary>Asks every child to end. Does nothing once the scope has been disposed.</summary>
    public void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Disposed: no child is left.
        }
    }

    /// <summary>
    /// Waits until every child has ended, those started meanwhile too. Throws the first failure, or
    /// <see cref="OperationCanceledException"/> when the outer token ended them.
    /// </summary>
    public async Task WaitAsync()
    {
        await ChildrenAsync();
        _failure?.Throw();
        _outer.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Cancels the children, waits for them and throws the first failure: thus a block that ends because a child failed ends with
    /// the child's exception, not with the cancellation that followed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Cancel();
        await ChildrenAsync();
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _source.Dispose();
        _failure?.Throw();
    }

    private async Task ChildrenAsync()
    {
        for (var next = 0; ; next++)
        {
            Task task;
            lock (_lock)
            {
                if (next == _children.Count)
                {
                    return;
                }

                task = _children[next].Task;
            }

            await task;
        }
    }

    private async Task ObserveAsync(Func<CancellationToken, Task> child, TaskCompletionSource ended)
    {
        try
        {
            await child(CancellationToken);
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            // Asked to end, and did.
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _failure ??= ExceptionDispatchInfo.Capture(exception);
            }

            Cancel();
        }
        finally
        {
            ended.SetResult();
        }
    }

    private sealed record Child(string Name, Task Task);
}
