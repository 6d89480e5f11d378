namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>A step of the rotation is refused; the message tells the operator why and what comes first.</summary>
public sealed class VaultRotationException(string message) : Exception(message);
