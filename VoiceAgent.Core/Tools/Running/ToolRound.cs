using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>What one reply of the model asked for, and the results in the same order.</summary>
internal sealed record ToolRound(IReadOnlyList<ToolCall> Calls, IReadOnlyList<ChatMessage> Results);
