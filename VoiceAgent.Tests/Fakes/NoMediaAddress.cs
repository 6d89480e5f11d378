using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes;

/// <summary>For hosts of the core alone, which make no call.</summary>
internal sealed class NoMediaAddress : IMediaAddress
{
    public Uri For(string token) => throw new InvalidOperationException("There is no media socket in this host.");
}
