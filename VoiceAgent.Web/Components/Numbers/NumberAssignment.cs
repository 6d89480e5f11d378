using VoiceAgent.Core.Agents;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>The user chose who answers a number; null is nobody.</summary>
public sealed record NumberAssignment(string Number, AgentId? Agent);
