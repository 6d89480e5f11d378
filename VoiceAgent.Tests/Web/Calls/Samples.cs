using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Web.Calls;

/// <summary>Calls as the pages meet them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static Call Call(AccountId account, DateTimeOffset? startedAt = null) => new()
    {
        Id = CallId.New(),
        AccountId = account,
        AgentName = "Receptionist",
        Direction = CallDirection.Inbound,
        From = "+12025550131",
        To = "+12025550100",
        CallControlId = "v3:call",
        StartedAt = startedAt ?? Noon,
        AnsweredAt = startedAt ?? Noon,
    };

    public static Call Finished(AccountId account, DateTimeOffset? startedAt = null) => Call(account, startedAt) with
    {
        EndedAt = (startedAt ?? Noon) + TimeSpan.FromSeconds(65),
        EndReason = CallEndReason.CallerHungUp,
        Interruptions = 1,
        Providers = [ProviderName.Deepgram, ProviderName.OpenAI],
        Transcript =
        [
            new() { Speaker = Speaker.Caller, Text = "What are your hours?", At = TimeSpan.FromSeconds(3), TurnId = 1 },
            new() { Speaker = Speaker.Agent, Text = "We are open", Unheard = "from nine to five.", CutsWord = true, At = TimeSpan.FromSeconds(5), TurnId = 1 },
        ],
        Turns =
        [
            new()
            {
                TurnId = 1,
                EndedBy = VoiceAgent.Core.Conversations.Endpointing.EndpointReason.ProviderJudgement,
                TranscriptionDelay = TimeSpan.FromMilliseconds(210),
                EndOfUtteranceDelay = TimeSpan.FromMilliseconds(300),
                TimeToFirstToken = TimeSpan.FromMilliseconds(400),
                TimeToFirstByte = TimeSpan.FromMilliseconds(100),
                VoiceToVoice = TimeSpan.FromMilliseconds(1250),
            },
        ],
    };

    public static LiveCall Live(Call call, ConversationPhase phase = ConversationPhase.Listening, string interim = "") =>
        new() { Call = call, Phase = phase, InterimText = interim };
}
