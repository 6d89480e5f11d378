using System.Globalization;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>Words of the call pages.</summary>
public static class CallsText
{
    public const string StillLive = "This call is still going on; its transcript here is complete once it has ended.";
    public const string WatchLive = "Watch it live";
    public const string Withheld = "Number withheld";
    public const string Inbound = "Inbound";
    public const string Outbound = "Outbound";
    public const string Caller = "Caller";
    public const string Called = "Other side";
    public const string Ringing = "Ringing";
    public const string CancelCall = "Cancel call";
    public const string Cancelling = "Cancelling…";
    public const string Agent = "Agent";
    public const string OpenKeys = "Open API keys";
    public const string OpenNumbers = "Open numbers";

    public const string LiveTitle = "Live calls";
    public const string LiveLead = "Every call in progress, with its words as they are spoken.";
    public const string LiveEmptyTitle = "No call in progress";
    public const string LiveEmptyText = "This page shows calls the moment they come in; you need not reload it.";
    public const string Simulate = "Simulate a call";
    public const string Simulating = "Calling…";
    public const string HangUp = "Hang up";
    public const string HangingUp = "Hanging up…";
    public const string NothingSaid = "Nothing has been said yet.";
    public const string SpeakingNow = "is saying:";
    public const string VoiceToVoice = "Voice-to-voice";
    public const string Duration = "Duration";
    public const string OpenHistory = "Open the call";
    public const string EndedUnknown = "Ended";

    public const string HistoryTitle = "Call history";
    public const string HistoryLead = "What was said in each call, why it ended and where the time went.";
    public const string HistoryEmptyTitle = "No calls yet";
    public const string HistoryEmptyText = "Calls appear here as soon as they begin.";
    public const string Time = "Time";
    public const string Direction = "Direction";
    public const string OtherParty = "Other party";
    public const string EndReason = "End";
    public const string Interruptions = "Interruptions";
    public const string Pages = "Pages of the call history";

    public const string DetailsTitle = "Call";
    public const string NotFoundTitle = "There is no such call";
    public const string NotFoundText = "It may belong to another account, or never have happened.";
    public const string BackToList = "Call history";
    public const string Number = "Your number";
    public const string Started = "Started";
    public const string Providers = "Providers";
    public const string None = "none";
    public const string Transcript = "Transcript";
    public const string Tool = "Tool";
    public const string ToolArguments = "Arguments";
    public const string ToolResult = "Result";
    public const string Unheard = "not heard";
    public const string Cut = "cut";
    public const string CutExplained = "The caller heard only the beginning of this word. The agent takes it as not heard.";
    public const string UnheardExplained = "Struck words were written but not heard: the caller interrupted, or the call ended, before they were spoken. The agent knows that.";
    public const string Incidents = "Providers that failed";
    public const string Latency = "Latency per turn";
    public const string LatencyLead = "From the end of the caller's speech to the agent's first sound. Bars share one scale; what they leave of voice-to-voice went into completing the first sentence and on the way to the caller.";
    public const string NoTurns = "The agent has not answered a turn in this call.";
    public const string LatencyTable = "Latencies, one row per turn";
    public const string Turn = "Turn";
    public const string Greeting = "Greeting";
    public const string TranscriptionDelay = "Transcription delay";
    public const string EndOfUtteranceDelay = "End-of-utterance delay";
    public const string TimeToFirstToken = "Time to first token";
    public const string TimeToFirstByte = "Time to first byte";
    public const string EndedByTitle = "Ended by";
    public const string Interrupted = "interrupted";

    /// <summary>What answers in advance saved and cost.</summary>
    public static string Speculation(SpeculationLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var saved = string.Create(CultureInfo.InvariantCulture, $"{ledger.Saved.TotalMilliseconds:0} ms");
        var off = ledger.IsWasteful ? " It was switched off for the rest of the call, because waste outweighed." : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"Answers in advance: {ledger.Kept} of {ledger.Started} used, {saved} saved; {ledger.Dropped} in vain, about {ledger.WastedTokens} tokens.{off}");
    }

    /// <summary>What ended the caller's turn; empty where nobody spoke before.</summary>
    public static string EndedBy(EndpointReason? reason) => reason switch
    {
        EndpointReason.Silence => "min delay",
        EndpointReason.ProviderJudgement => "provider's judgement",
        EndpointReason.ShortAnswer => "yes/no delay",
        EndpointReason.Dictation => "number delay",
        EndpointReason.MaxDelay => "max delay",
        EndpointReason.Noise => "noise without words",
        EndpointReason.Keys => "keys",
        EndpointReason.Withdrawn => "sound without words",
        _ => string.Empty,
    };

    public static string OpenKey(string provider) => $"Open the {provider} key";

    public static string CallWith(string otherParty) => $"Call with {otherParty}";

    public static string CancelLabel(string otherParty) => $"Cancel the call to {otherParty}";

    public static string HangUpLabel(string otherParty) => $"Hang up the call with {otherParty}";

    public static string OpenLabel(string otherParty, string time) => $"Open the call with {otherParty} of {time}";

    /// <summary>The greeting is turn 0: nobody has spoken before it.</summary>
    public static string TurnName(int turn) => turn == 0 ? Greeting : turn.ToString(CultureInfo.InvariantCulture);

    public static string BarLabel(string turn, string voiceToVoice) => $"{Turn} {turn}: {voiceToVoice} voice-to-voice";

    public static string ChangedTo(string language) => $"the call goes on in {language}";
}
