namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>How the caller's words so far look.</summary>
public enum WordsLook
{
    /// <summary>They may be all.</summary>
    Complete,

    /// <summary>A sentence that goes on: it ends in a comma, a conjunction, an article, a filler or a dash.</summary>
    Unfinished,

    /// <summary>A number, an e-mail address or a spelt name, said in groups with pauses between them.</summary>
    Dictating,

    /// <summary>Yes or no, to a question that asked for it.</summary>
    ShortAnswer,
}
