using System.CommandLine;

namespace VoiceAgent.Web.Commands;

/// <summary>One operator's command, such as <c>vault status</c>. It is made anew for each run.</summary>
internal interface ICommand
{
    /// <summary>The verb, in lower case.</summary>
    string Name { get; }

    /// <summary>One sentence for the help.</summary>
    string Summary { get; }

    /// <summary>Its own options and arguments; <c>--json</c> and settings belong to every command.</summary>
    IReadOnlyList<Symbol> Parameters => [];

    /// <summary>Whether it changes nothing: where there is no database yet, it then leaves none behind.</summary>
    bool OnlyLooks(CommandArguments arguments) => false;

    /// <summary>
    /// Does the work. The exit code is one of <see cref="ExitCode"/>. Throws <see cref="CommandException"/>, or what
    /// <see cref="Hosting.Settings.StartupFailure"/> knows, for what the operator can put right.
    /// </summary>
    Task<int> RunAsync(CommandArguments arguments, CommandOutput output, CancellationToken cancellationToken);
}
