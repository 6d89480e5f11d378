namespace VoiceAgent.Web.Components.Home;

/// <summary>One step to the first call.</summary>
public sealed record ChecklistStep(string Title, string Text, string Address, bool IsDone);
