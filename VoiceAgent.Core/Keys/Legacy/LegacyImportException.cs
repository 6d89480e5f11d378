namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>The import cannot do what was asked; the message tells the operator why and what to do, and holds neither token nor secret.</summary>
public sealed class LegacyImportException(string message, Exception? innerException = null) : Exception(message, innerException);
