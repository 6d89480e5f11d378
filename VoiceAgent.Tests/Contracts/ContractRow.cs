namespace VoiceAgent.Tests.Contracts;

/// <summary>What the suite of every port to a provider asks of every implementation, the scripted fake included.</summary>
public enum ContractRow
{
    CancelAtOnce,
    CancelMidStream,
    EmptyInput,
    EarlyClose,
    Unauthorized,
    Quota,
    RateLimit,
    HalfOpenSilence,
    GarbageFrame,
    SlowDrip,
    KeyNeverInMessage,
    ConnectionsBackToZero,
}

/// <summary>The test answers for a row of the grid; a row may have several.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContractRowAttribute(ContractRow row) : Attribute
{
    public ContractRow Row => row;
}
