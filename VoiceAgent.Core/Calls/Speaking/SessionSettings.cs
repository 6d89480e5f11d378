using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Languages;
using VoiceAgent.Core.Conversations.Opening;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>What the agent's settings mean for the call's parts.</summary>
internal static class SessionSettings
{
    public static ConversationSettings Conversation(CallSessionSetup setup) => new()
    {
        SystemMessage = AgentPrompt.For(setup.Agent, setup.Agent.Language, hasTools: setup.Tools.Definitions.Count > 0, IsOutgoing(setup)),
        Language = setup.Agent.Language,
        FurtherLanguages =
        [
            .. setup.Agent.FurtherLanguages.Select(language =>
                new ConversationLanguage(language.Tag, AgentPrompt.For(setup.Agent, language.Tag, hasTools: setup.Tools.Definitions.Count > 0, IsOutgoing(setup)))),
        ],
        Greeting = setup.Agent.Greeting,
        PickUp = IsOutgoing(setup) ? PickUpOf(setup.Agent) : null,
        Turns = setup.Agent.Turns,
    };

    public static SpeechToTextOptions Listening(CallSessionSetup setup) => new()
    {
        Format = setup.Media.Format,
        Language = setup.Agent.Language,
        FurtherLanguages = [.. setup.Agent.FurtherLanguages.Select(language => language.Tag)],
        Vocabulary = setup.Agent.Vocabulary.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        EndpointingSilence = setup.Agent.Turns.MinEndpointingDelay,
        MaxEndpointingSilence = setup.Agent.Turns.MaxEndpointingDelay,
        EagerEndOfTurn = setup.Agent.Turns.PreemptiveGeneration,
    };

    public static bool IsOutgoing(CallSessionSetup setup) => setup.Call.Direction is CallDirection.Outbound;

    private static PickUpOptions PickUpOf(Agent agent) => string.IsNullOrWhiteSpace(agent.PickUp.ScreeningAnswer)
        ? agent.PickUp with { ScreeningAnswer = $"This is {agent.Name}." }
        : agent.PickUp;
}
