using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Providers;

/// <summary>The services an account can bring keys for. Stored by name: renaming a member needs a schema upgrade.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderName>))]
public enum ProviderName
{
    Deepgram,
    Soniox,
    AssemblyAI,
    OpenAI,
    Grok,
    ElevenLabs,
    Hume,
    Telnyx,

    /// <summary>The operator's own servers that speak OpenAI's chat completions: there only where some are configured.</summary>
    Compatible,
}

/// <summary>What a provider does in a call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderCategory>))]
public enum ProviderCategory
{
    SpeechToText,
    LanguageModel,
    TextToSpeech,
    Telephony,
}
