namespace VoiceAgent.Core.Conversations.Languages;

/// <summary>A language that the conversation may change to.</summary>
/// <param name="Tag">BCP 47 tag.</param>
/// <param name="SystemMessage">First message of every request to the language model while it is spoken.</param>
public sealed record ConversationLanguage(string Tag, string SystemMessage);
