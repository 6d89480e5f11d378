namespace VoiceAgent.Core.Storage;

/// <summary>The database cannot do its work: damaged, full, of a newer release. The message is meant for whoever runs the server.</summary>
public sealed class StorageException(string message, Exception? innerException = null) : Exception(message, innerException);
