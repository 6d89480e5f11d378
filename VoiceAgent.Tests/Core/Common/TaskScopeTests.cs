using VoiceAgent.Core.Common;

namespace VoiceAgent.Tests.Core.Common;

[Trait("Kind", "Unit")]
public sealed class TaskScopeTests
{
    [Fact]
    public async Task Waiting_ends_when_every_child_has_ended()
    {
        await using var scope = new TaskScope(CancellationToken.None);
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        scope.Start("first", _ => first.Task);
        scope.Start("second", _ => second.Task);

        var waiting = scope.WaitAsync();
        Assert.Equal(["first", "second"], scope.Running);
        first.SetResult();
        Assert.False(waiting.IsCompleted);
        second.SetResult();

        await waiting;
        Assert.Empty(scope.Running);
    }

    [Fact]
    public async Task The_first_failure_cancels_the_others_and_is_what_is_thrown()
    {
        await using var work = new Work();
        var scope = new TaskScope(CancellationToken.None);
        scope.Start("endless", work.UntilCancelledAsync);
        scope.Start("failing", async _ =>
        {
            await work.Started;
            throw new InvalidDataException("broken");
        });

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(scope.WaitAsync);

        Assert.Equal("broken", thrown.Message);
        Assert.True(work.WasCancelled);
        Assert.Same(thrown, scope.Failure);
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(async () => await scope.DisposeAsync()));
    }

    [Fact]
    public async Task A_child_that_fails_before_its_first_wait_is_a_failure_of_the_scope()
    {
        var scope = new TaskScope(CancellationToken.None);

        scope.Start("failing", _ => throw new InvalidDataException());

        Assert.True(scope.CancellationToken.IsCancellationRequested);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await scope.DisposeAsync());
    }

    [Fact]
    public async Task Disposal_cancels_and_waits()
    {
        await using var work = new Work();
        var scope = new TaskScope(CancellationToken.None);
        scope.Start("endless", work.UntilCancelledAsync);

        await scope.DisposeAsync();

        Assert.True(work.WasCancelled);
        Assert.Empty(scope.Running);
    }

    [Fact]
    public async Task A_block_that_is_cancelled_by_a_failed_child_ends_with_the_childs_exception()
    {
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await using var scope = new TaskScope(CancellationToken.None);
            await using var work = new Work();
            scope.Start("failing", async _ =>
            {
                await work.Started;
                throw new InvalidDataException();
            });
            await work.UntilCancelledAsync(scope.CancellationToken);
        });
    }

    [Fact]
    public async Task The_outer_token_ends_the_children_without_a_failure()
    {
        using var outer = new CancellationTokenSource();
        await using var work = new Work();
        await using var scope = new TaskScope(outer.Token);
        scope.Start("endless", work.UntilCancelledAsync);

        await outer.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(scope.WaitAsync);
        Assert.Null(scope.Failure);
    }

    [Fact]
    public async Task A_cancellation_nobody_asked_for_is_a_failure()
    {
        var scope = new TaskScope(CancellationToken.None);

        scope.Start("timed out", _ => throw new TaskCanceledException());

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await scope.DisposeAsync());
    }

    [Fact]
    public async Task Children_started_by_children_are_waited_for()
    {
        await using var scope = new TaskScope(CancellationToken.None);
        var grandchild = new TaskCompletionSource();
        scope.Start("child", _ =>
        {
            scope.Start("grandchild", _ => grandchild.Task);
            return Task.CompletedTask;
        });

        var waiting = scope.WaitAsync();
        Assert.False(waiting.IsCompleted);
        grandchild.SetResult();

        await waiting;
    }

    [Fact]
    public async Task A_disposed_scope_starts_nothing()
    {
        var scope = new TaskScope(CancellationToken.None);
        await scope.DisposeAsync();
        await scope.DisposeAsync();
        scope.Cancel();

        Assert.Throws<ObjectDisposedException>(() => scope.Start("late", _ => Task.CompletedTask));
    }

    private sealed class Work : IAsyncDisposable
    {
        private readonly TaskCompletionSource _started = new();

        public Task Started => _started.Task;

        public bool WasCancelled { get; private set; }

        public async Task UntilCancelledAsync(CancellationToken cancellationToken)
        {
            _started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }

        public ValueTask DisposeAsync()
        {
            _started.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
