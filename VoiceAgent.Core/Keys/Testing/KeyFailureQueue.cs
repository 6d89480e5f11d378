using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>Looks at reported keys one after the other, away from the calls.</summary>
internal sealed class KeyFailureQueue(KeyFailureHandler handler, ILogger<KeyFailureQueue> logger) : BackgroundService, IKeyFailures
{
    private const int Capacity = 1000;

    private readonly ConcurrentDictionary<(AccountId, ProviderName, ProviderErrorKind), bool> _waiting = new();

    private readonly Channel<KeyFailure> _failures = Channel.CreateBounded<KeyFailure>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public Task ReportAsync(AccountId account, ProviderName provider, ProviderErrorKind kind, CallId? call, CancellationToken cancellationToken)
    {
        if (kind is ProviderErrorKind.Unauthorized or ProviderErrorKind.QuotaExceeded && _waiting.TryAdd((account, provider, kind), true)
            && !_failures.Writer.TryWrite(new KeyFailure(account, provider, kind, call)))
        {
            // The next call that fails reports it again.
            _waiting.TryRemove((account, provider, kind), out _);
        }

        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _failures.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_failures.Reader.TryRead(out var failure))
            {
                _waiting.TryRemove((failure.Account, failure.Provider, failure.Kind), out _);
                await HandleAsync(failure, stoppingToken);
            }
        }
    }

    private async Task HandleAsync(KeyFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            await handler.HandleAsync(failure, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.FailureNotHandled(logger, failure.Provider, failure.Account, exception.GetType().Name);
        }
    }
}

/// <summary>A provider refused a key on a live call.</summary>
internal sealed record KeyFailure(AccountId Account, ProviderName Provider, ProviderErrorKind Kind, CallId? Call);
