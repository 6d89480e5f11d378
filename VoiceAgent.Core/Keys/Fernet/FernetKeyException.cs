namespace VoiceAgent.Core.Keys.Fernet;

/// <summary>A secret is not what the key mode wants; the message tells what it is to be and repeats nothing of it.</summary>
public sealed class FernetKeyException(string message) : Exception(message);
