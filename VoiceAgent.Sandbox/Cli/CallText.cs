using System.Text;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Sandbox.Cli;

/// <summary>A call as text for people.</summary>
internal static class CallText
{
    public static string Describe(PhoneReport report)
    {
        var text = new StringBuilder();
        if (report.Greeting.Length > 0)
        {
            text.AppendLine($"Agent:  {report.Greeting}");
        }

        foreach (var turn in report.Turns)
        {
            text.AppendLine($"Caller: {turn.Caller}");
            text.AppendLine(Answer(turn.Agent, turn.VoiceToVoiceMs));
            if (turn.Interruption is { } interruption)
            {
                var stopped = interruption.StoppedAfterMs is { } ms ? $"the agent stopped after {ms} ms" : "the agent went on";
                text.AppendLine($"Caller: {interruption.Caller} (over the answer; {stopped})");
                text.AppendLine(Answer(interruption.Agent, interruption.VoiceToVoiceMs));
            }
        }

        return text.AppendLine($"End:    {report.EndReason}").ToString();
    }

    private static string Answer(string words, int? voiceToVoiceMs) => voiceToVoiceMs is { } ms
        ? $"Agent:  {words} ({ms} ms)"
        : "Agent:  (no answer)";
}
