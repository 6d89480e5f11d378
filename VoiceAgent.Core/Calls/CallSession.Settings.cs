using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Languages;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls;

/// <content>What the agent's settings mean for the call's parts.</content>
public sealed partial class CallSession
{
    private static ConversationSettings ConversationOf(CallSessionSetup setup) => new()
    {
        SystemMessage = AgentPrompt.For(setup.Agent, setup.Agent.Language, hasTools: setup.Tools.Definitions.Count > 0, IsOutgoing(setup)),
        Language = setup.Agent.Language,
        FurtherLanguages =
        [
            .. setup.Agent.FurtherLanguages.Select(language =>
                new ConversationLanguage(language.Tag, AgentPrompt.For(setup.Agent, language.Tag, hasTools: setup.Tools.Definitions.Count > 0, IsOutgoing(setup)))),
        ],
        Greeting = setup.Agent.Greeting,
        PickUp = PickUpOf(setup),
        Turns = setup.Agent.Turns,
    };

    private SpeechToTextOptions ListeningOptions() => new()
    {
        Format = _setup.Media.Format,
        Language = _setup.Agent.Language,
        FurtherLanguages = [.. _setup.Agent.FurtherLanguages.Select(language => language.Tag)],
        Vocabulary = _setup.Agent.Vocabulary.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        EndpointingSilence = _setup.Agent.Turns.MinEndpointingDelay,
        MaxEndpointingSilence = _setup.Agent.Turns.MaxEndpointingDelay,
    };
}
