using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Conversations;

/// <summary>What a call is doing now.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConversationPhase>))]
public enum ConversationPhase
{
    Connecting,
    Listening,
    Thinking,
    Speaking,
    Ended,
}
