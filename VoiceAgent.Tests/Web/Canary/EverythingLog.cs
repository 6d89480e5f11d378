using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Writes down everything that is logged: message, values, scopes and exceptions, whatever the level.</summary>
internal sealed class EverythingLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Observed> _entries = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<Observed> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new CategoryLog(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Add(string place, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _entries.Enqueue(new Observed(place, text));
        }
    }

    private void AddValues(string place, object? state)
    {
        Add(place, state?.ToString());
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                Add($"{place} {name}", value?.ToString());
            }
        }
    }

    private sealed class CategoryLog(EverythingLog log, string category) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var place = $"log {category}[{eventId.Id}]";
            log.Add($"{place} message", formatter(state, exception));
            log.AddValues($"{place} value", state);
            log.Add($"{place} exception", exception?.ToString());
            log._scopes.ForEachScope((scope, where) => log.AddValues(where, scope), $"{place} scope");
        }
    }
}
