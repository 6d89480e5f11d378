using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>The agent that the load generator calls.</summary>
internal static class LoadAgent
{
    public static Agent For(AccountId account, DateTimeOffset now) => new()
    {
        Id = AgentId.New(),
        AccountId = account,
        Name = "Load",
        Instructions = "You answer calls that measure how many of them this server carries. Answer in two short sentences.",
        Greeting = "Hello, this line measures load, please go ahead.",
        SpeechToText = [ProviderName.Deepgram],
        LanguageModel = [ProviderName.OpenAI],
        TextToSpeech = [ProviderName.ElevenLabs],
        Turns = TurnPresets.Apply(TurnPresets.Fast, new TurnOptions { MaxCallDuration = TimeSpan.FromHours(2) }) with { PreemptiveGeneration = false },
        CreatedAt = now,
        UpdatedAt = now,
    };
}
