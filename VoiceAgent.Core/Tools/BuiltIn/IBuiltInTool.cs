namespace VoiceAgent.Core.Tools.BuiltIn;

/// <summary>
/// A tool that comes with VoiceAgent and is switched on per agent. Registering one as a singleton of this type shows it in the agent editor
/// and gives it to the agents that have it switched on.
/// </summary>
public interface IBuiltInTool
{
    /// <summary>The name the model calls it by, and under which the agent's setting is stored. Never renamed.</summary>
    string Name { get; }

    /// <summary>What the editor calls it.</summary>
    string Title { get; }

    /// <summary>What the editor says about it, one sentence for the owner.</summary>
    string Help { get; }

    /// <summary>What the model is told where the owner has written nothing else.</summary>
    string DefaultDescription { get; }

    /// <summary>The tool for a call; null when it makes no sense in this one.</summary>
    /// <param name="scope">The call.</param>
    /// <param name="description">What the model is to be told.</param>
    ITool? Open(ToolScope scope, string description);
}
