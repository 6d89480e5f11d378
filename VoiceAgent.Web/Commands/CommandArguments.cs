using System.CommandLine;

namespace VoiceAgent.Web.Commands;

/// <summary>What was written on the command line, and the services of the installation it concerns.</summary>
internal sealed class CommandArguments(ParseResult parsed, ICommand command, Func<EmptyStorage?, IHost> createHost) : IAsyncDisposable
{
    private readonly EmptyStorage _standIn = new();
    private IHost? _host;

    /// <summary>
    /// Core services with the configuration the server would have. Made when first asked for; no hosted service is started, so a command
    /// that needs the vault open opens it itself, and a setting is checked when it is used.
    /// </summary>
    public IServiceProvider Services => (_host ??= createHost(command.OnlyLooks(this) ? _standIn : null)).Services;

    /// <summary>The SQLite file that is not there, when a command that only looks has asked for the services.</summary>
    public string? MissingFile => _standIn.MissingFile;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    public T Required<T>(Option<T> option) => parsed.GetRequiredValue(option);

    /// <summary>Whether the option was written, with or without a value.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
        else
        {
            _host?.Dispose();
        }

        _standIn.Dispose();
    }
}
