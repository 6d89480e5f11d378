namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// What has to be done before a collection can be asked. It begins when the collection is opened; when it has failed, because the database
/// could not be reached, it begins again with the next question.
/// </summary>
internal sealed class MongoPreparation(
    Func<CancellationToken, Task> register,
    Func<CancellationToken, Task> upgrade,
    Func<CancellationToken, Task> index)
{
    private readonly Lock _lock = new();
    private Task? _registered;
    private Task? _ready;

    /// <summary>Done when the collection is known to be of this release.</summary>
    public Task Registered
    {
        get
        {
            lock (_lock)
            {
                return _registered = Current(_registered, () => register(CancellationToken.None));
            }
        }
    }

    /// <summary>Done when documents and indexes are as declared too.</summary>
    public Task Ready
    {
        get
        {
            lock (_lock)
            {
                return _ready = Current(_ready, PrepareAsync);
            }
        }
    }

    /// <summary>Begins without anybody waiting; what fails is told to whoever asks.</summary>
    public void Start() => _ = Ready;

    private async Task PrepareAsync()
    {
        await Registered;
        await upgrade(CancellationToken.None);
        await index(CancellationToken.None);
    }

    /// <summary>The work must not depend on the context of whoever happened to ask first.</summary>
    private static Task Current(Task? task, Func<Task> begin)
    {
        if (task is { IsFaulted: false, IsCanceled: false })
        {
            return task;
        }

        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return begin();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
