namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>A text message of the server that says something of what it hears; other kinds are not read.</summary>
internal abstract record DeepgramMessage;

// {"type":"Results","channel_index":[0,1],"duration":1.98,"start":5.99,"is_final":true,"speech_final":true,
//  "channel":{"alternatives":[{"transcript":"Tell me.","confidence":0.99,"words":[{"word":"tell","start":6.07,"end":6.31,…}]}]},…}
/// <summary>What was heard in a piece of audio. Times in seconds.</summary>
internal sealed record ResultsMessage : DeepgramMessage
{
    public double Start { get; init; }

    public double Duration { get; init; }

    public bool IsFinal { get; init; }

    public bool SpeechFinal { get; init; }

    public required ResultsAlternative Best { get; init; }
}

/// <summary>The first of the alternatives, which is the best.</summary>
internal record struct ResultsAlternative
{
    public string? Transcript { get; set; }

    /// <summary>When the last word ends; null without words.</summary>
    public double? LastWordEnd { get; set; }

    /// <summary>The language of each word that tells one.</summary>
    public List<string>? WordLanguages { get; set; }

    /// <summary>Of the whole text, the most spoken one.</summary>
    public string? Language { get; set; }
}

// {"type":"SpeechStarted","channel":[0,1],"timestamp":9.54}
internal sealed record SpeechStartedMessage(double Timestamp) : DeepgramMessage;

// {"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.395}
internal sealed record UtteranceEndMessage(double LastWordEnd) : DeepgramMessage;

/// <summary>Comes last, after CloseStream: everything is settled.</summary>
internal sealed record MetadataMessage : DeepgramMessage;
