using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Core.Conversations;

/// <content>
/// The beginning of a call that was made: whoever picks up speaks first, and may be a voicemail, an assistant that screens calls, or the
/// person called. The agent greets a person only.
/// </content>
public sealed partial class Conversation
{
    // Longer than a person takes to say hello.
    private static readonly TimeSpan HelloPatience = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan NoiseBeforeHello = TimeSpan.FromSeconds(15);

    // No person says so much before the other side has said anything; without a tone or a telling word it is taken for one all the same.
    private static readonly TimeSpan LongHelloAfter = TimeSpan.FromSeconds(9);
    private const int LongHelloWords = 15;
    private static readonly TimeSpan LongHelloPause = TimeSpan.FromSeconds(2);

    // Some machines have no tone, or one that the line swallows.
    private static readonly TimeSpan TonePatience = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan LongestVoicemailGreeting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ScreeningPatience = TimeSpan.FromSeconds(45);
    private const int MaxScreeningAnswers = 3;

    // A machine may turn out to be one only after its first pause.
    private static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(30);
    private const int TurnsWatched = 2;
    private const int WordsBeforeTone = 12;

    private readonly PickUpProgress? _pickUp = settings.PickUp is null ? null : new();

    private TimeSpan? PickUpDueAt => _pickUp switch
    {
        { Step: PickUpStep.Hello } => Earlier(HelloAt, AnswerAt),
        { Step: PickUpStep.LongHello } pickUp => _detector.IsVoiceActive ? pickUp.Since + LongestVoicemailGreeting : QuietAfter(pickUp.Since) + LongHelloPause,
        { Step: PickUpStep.Voicemail } pickUp => Earlier(pickUp.Since + LongestVoicemailGreeting, _detector.IsVoiceActive ? null : QuietAfter(pickUp.Since) + TonePatience),
        { Step: PickUpStep.OnHold } pickUp => Earlier(pickUp.Since + ScreeningPatience, AnswerAt),
        _ => null,
    };

    private TimeSpan HelloAt => _detector.IsVoiceActive || _detector.HasNewWords ? _pickUp!.Since + NoiseBeforeHello : QuietAfter(_pickUp!.Since) + HelloPatience;

    private TimeSpan QuietAfter(TimeSpan since) => Later(since, _detector.VoiceStoppedAt);

    private void AwaitHello(TimeSpan at)
    {
        _pickUp!.Begin(PickUpStep.Hello, at);
        Listen(at);
    }

    /// <summary>Looks at who speaks after each event that may tell.</summary>
    private void WatchPickUp(ConversationEvent happened, TimeSpan at)
    {
        if (_pickUp is not { } pickUp || Phase is ConversationPhase.Ended or ConversationPhase.Connecting)
        {
            return;
        }

        if (happened is ConversationEvent.ToneHeard)
        {
            HearTone(pickUp, at);
        }
        else if (happened is ConversationEvent.SpeechHeard && IsWatching(pickUp, at))
        {
            var speaker = PickUpWords.Judge(_detector.NewText);
            if (speaker is PickUpSpeaker.Voicemail)
            {
                ReachVoicemail(at);
            }
            else if (speaker is PickUpSpeaker.Screening && pickUp.Step is PickUpStep.Person)
            {
                // Answered like any other turn, by what the assistant is to be told.
                Cut(wasInterrupted: false);
                pickUp.Begin(PickUpStep.OnHold, at);
                Listen(at);
            }
            else if (speaker is PickUpSpeaker.Person && pickUp.Step is PickUpStep.Hello && IsLong(at))
            {
                pickUp.Begin(PickUpStep.LongHello, at);
            }
        }
    }

    private bool IsWatching(PickUpProgress pickUp, TimeSpan at) => pickUp.Step switch
    {
        PickUpStep.Hello or PickUpStep.LongHello or PickUpStep.OnHold => true,
        PickUpStep.Person => at < WatchFor && _nextTurnId <= TurnsWatched,
        _ => false,
    };

    private bool IsLong(TimeSpan at) => at - (_detector.SpeechStartedAt ?? at) >= LongHelloAfter && CallerWords.Count(_detector.NewText) >= LongHelloWords;

    private void HearTone(PickUpProgress pickUp, TimeSpan at)
    {
        switch (pickUp.Step)
        {
            case PickUpStep.Voicemail:
                pickUp.HasTone = true;
                LeaveMessage(pickUp, at);
                break;
            case PickUpStep.Message when !pickUp.HasTone:
                // Begun too early: only what follows the tone is recorded.
                pickUp.HasTone = true;
                Cut(wasInterrupted: false);
                LeaveMessage(pickUp, at);
                break;
            case PickUpStep.Hello or PickUpStep.LongHello:
            case PickUpStep.Person when IsWatching(pickUp, at) && WordsSoFar() >= WordsBeforeTone:
                pickUp.HasTone = true;
                ReachVoicemail(at);
                break;
        }
    }

    private int WordsSoFar() =>
        CallerWords.Count(_detector.Text) + History.Transcript.Where(entry => entry.Speaker is Speaker.Caller).Sum(entry => CallerWords.Count(entry.Text));

    private void MeetPickUpDeadlines(PickUpProgress pickUp, TimeSpan at)
    {
        if (at < PickUpDueAt)
        {
            return;
        }

        switch (pickUp.Step)
        {
            case PickUpStep.Voicemail when at >= pickUp.Since + LongestVoicemailGreeting:
                End(CallEndReason.VoicemailReached);
                break;
            case PickUpStep.Voicemail:
                LeaveMessage(pickUp, at);
                break;
            case PickUpStep.OnHold when at >= pickUp.Since + ScreeningPatience:
                End(CallEndReason.NotPutThrough);
                break;
            case PickUpStep.Hello when _detector.IsVoiceActive && IsLong(at):
                pickUp.Begin(PickUpStep.LongHello, at);
                break;
            case PickUpStep.Hello or PickUpStep.OnHold when _detector.HasNewWords:
                TakeHello(pickUp, PickUpWords.Judge(_detector.NewText), at);
                break;
            default:
                Greet(pickUp, at);
                break;
        }
    }

    private void TakeHello(PickUpProgress pickUp, PickUpSpeaker speaker, TimeSpan at)
    {
        switch (speaker)
        {
            case PickUpSpeaker.Screening when pickUp.ScreeningAnswers < MaxScreeningAnswers:
                pickUp.ScreeningAnswers++;
                pickUp.Begin(PickUpStep.OnHold, at);
                CloseWords(at);
                Speak(LineKind.ScreeningAnswer, settings.PickUp!.ScreeningAnswer, null, at);
                break;
            case PickUpSpeaker.Hold or PickUpSpeaker.Screening:
                pickUp.Begin(PickUpStep.OnHold, at);
                CloseWords(at);
                Listen(at);
                break;
            case PickUpSpeaker.Unavailable when pickUp.ScreeningAnswers > 0:
                End(CallEndReason.NotPutThrough);
                break;
            case PickUpSpeaker.Menu:
                // Which key leads on is the model's to say.
                pickUp.Begin(PickUpStep.Person, at);
                Answer(at);
                break;
            default:
                Greet(pickUp, at);
                break;
        }
    }

    private void Greet(PickUpProgress pickUp, TimeSpan at)
    {
        pickUp.Begin(PickUpStep.Person, at);
        if (!string.IsNullOrWhiteSpace(settings.Greeting))
        {
            CloseWords(at);
            Speak(LineKind.Greeting, settings.Greeting, null, at);
        }
        else if (_detector.HasNewWords)
        {
            Answer(at);
        }
        else
        {
            Listen(at);
        }
    }

    private void ReachVoicemail(TimeSpan at)
    {
        var pickUp = _pickUp!;
        if (settings.PickUp is not { OnVoicemail: VoicemailAction.LeaveMessage, VoicemailMessage.Length: > 0 })
        {
            End(CallEndReason.VoicemailReached);
            return;
        }

        Cut(wasInterrupted: false);
        Listen(at);
        pickUp.Begin(PickUpStep.Voicemail, at);
        if (pickUp.HasTone)
        {
            LeaveMessage(pickUp, at);
        }
    }

    private void LeaveMessage(PickUpProgress pickUp, TimeSpan at)
    {
        pickUp.Begin(PickUpStep.Message, at);
        CloseWords(at);
        Speak(LineKind.VoicemailMessage, settings.PickUp!.VoicemailMessage, CallEndReason.VoicemailMessageLeft, at);
    }

    // An assistant that hangs up has not put the call through, whatever it said.
    private CallEndReason ReasonOfOpening(CallEndReason reason) => (reason, _pickUp?.Step) switch
    {
        (CallEndReason.CallerHungUp, PickUpStep.OnHold) => CallEndReason.NotPutThrough,
        (CallEndReason.CallerHungUp, PickUpStep.Voicemail) => CallEndReason.VoicemailReached,
        _ => reason,
    };

    /// <summary>Keeps what the other side has said: a fixed line answers it, or nothing does.</summary>
    private void CloseWords(TimeSpan at)
    {
        if (_detector.Text.Length > 0)
        {
            WriteCaller(_nextTurnId, _detector.Text, at);
        }

        _detector.Forget();
        _callerEntry = null;
    }
}
