using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>What ended the caller's turn.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndpointReason>))]
public enum EndpointReason
{
    /// <summary>Silence after words that look complete.</summary>
    Silence,

    /// <summary>The speech-to-text provider's model judged it over.</summary>
    ProviderJudgement,

    /// <summary>Silence after yes or no to a question that asked for it.</summary>
    ShortAnswer,

    /// <summary>A longer silence after part of a number, an e-mail address or a spelt name.</summary>
    Dictation,

    /// <summary>The longest silence, after words that look unfinished or were never settled.</summary>
    MaxDelay,

    /// <summary>No words for long though something that sounds like a voice goes on.</summary>
    Noise,

    /// <summary>Keys were pressed.</summary>
    Keys,

    /// <summary>A sound withdrew the last answer and no words followed it.</summary>
    Withdrawn,
}

/// <summary>When a turn is over if nothing more is heard, and by what.</summary>
public readonly record struct Endpoint(TimeSpan At, EndpointReason Reason);
