namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>A server was not asked at all; the words are for the model and the owner.</summary>
internal sealed class McpRefusedException(string words) : Exception(words);
