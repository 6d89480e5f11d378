using System.Text.Json;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>Answers after a while and records what it was asked and what became of it.</summary>
public sealed class ScriptedTool(string name, TimeSpan takes, string result = "done") : ITool
{
    public string Schema { get; init; } = """{"type":"object"}""";

    public ToolDefinition Definition => new() { Name = name, Description = $"Does {name}.", Parameters = JsonElement.Parse(Schema) };

    public bool ChangesSomething { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What it does instead of answering.</summary>
    public Func<ToolContext, CancellationToken, Task<ToolResult>>? Does { get; init; }

    public List<string> Asked { get; } = [];

    public int Finished { get; private set; }

    public int Cancelled { get; private set; }

    public async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        Asked.Add(arguments.GetRawText());
        try
        {
            var answer = Does is null ? null : await Does(context, cancellationToken);
            await Task.Delay(takes, context.Time, cancellationToken);
            Finished++;
            return answer ?? ToolResult.Ok(result);
        }
        catch (OperationCanceledException)
        {
            Cancelled++;
            throw;
        }
    }
}
