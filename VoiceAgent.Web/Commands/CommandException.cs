namespace VoiceAgent.Web.Commands;

/// <summary>A command cannot do what was asked; the message tells the operator why and what to do.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCode.Impossible) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
