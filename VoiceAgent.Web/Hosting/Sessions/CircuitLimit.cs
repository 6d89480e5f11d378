using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Security;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>
/// Refuses a circuit's connection when the user, or for visitors the network, has too many already: each holds memory on the server.
/// One per process. Thread-safe.
/// </summary>
internal sealed partial class CircuitLimit(IOptions<HostingOptions> hosting, ILogger<CircuitLimit> logger) : IHubFilter
{
    private readonly ConcurrentDictionary<string, int> _open = new();
    private readonly ConcurrentDictionary<string, string> _owners = new();

    /// <summary>Connections that are counted now.</summary>
    internal int Open => _owners.Count;

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var connection = context.Context;
        if (!TryEnter(connection.ConnectionId, OwnerOf(connection)))
        {
            LogRefused(hosting.Value.CircuitsPerUser);
            connection.Abort();
            return;
        }

        await next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        Leave(context.Context.ConnectionId);
        return next(context, exception);
    }

    internal bool TryEnter(string connection, string owner)
    {
        if (_open.AddOrUpdate(owner, 1, (_, count) => count + 1) > hosting.Value.CircuitsPerUser)
        {
            Release(owner);
            return false;
        }

        _owners[connection] = owner;
        return true;
    }

    internal void Leave(string connection)
    {
        if (_owners.TryRemove(connection, out var owner))
        {
            Release(owner);
        }
    }

    private static string OwnerOf(HubCallerContext connection) =>
        connection.User?.FindFirstValue(ClaimTypes.NameIdentifier) is { } user
            ? user
            : RateLimits.NetworkOf(connection.GetHttpContext()?.Connection.RemoteIpAddress);

    private void Release(string owner)
    {
        // Nobody's zero is kept: it goes only if nobody has come in between.
        if (_open.AddOrUpdate(owner, 0, (_, count) => count - 1) == 0)
        {
            _open.TryRemove(new KeyValuePair<string, int>(owner, 0));
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "A user or network has {Limit} pages open at once (Hosting:CircuitsPerUser); another one was refused")]
    private partial void LogRefused(int limit);
}
