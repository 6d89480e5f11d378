using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>What holds of every call, whatever happens in it. Throws what an assertion throws.</summary>
internal static class Promises
{
    // A voice without words keeps a paused agent silent so long, then it waits for the mark of an end that never comes.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(7.5);

    // A model and a voice that both fall silent, the apology after them.
    private static readonly TimeSpan LongestThinking = TimeSpan.FromSeconds(8);

    public static void Check(CallOutcome outcome)
    {
        EndsOnceForOneReason(outcome);
        TellsInOrder(outcome);
        SaysOnlyWhatWasHeard(outcome);
        ToldTheModelWhatWasHeard(outcome);
        AnswersEachTurnOnce(outcome);
        LeavesNobodyWithoutAnswer(outcome);
        LosesNoWordOfTheCaller(outcome);
        IsNeverStuck(outcome);
        PlaysNothingOfACutTurn(outcome);
        ActsOnlyOnTheLivingTurn(outcome);
        AsksAheadForOneTurnAtATime(outcome);
    }

    // What is asked ahead is used by the next turn or dropped; the ledger knows of all, and the model was asked no more often.
    private static void AsksAheadForOneTurnAtATime(CallOutcome outcome)
    {
        int? open = null;
        var (started, kept, dropped) = (0, 0, 0);
        foreach (var action in outcome.Stage.Observed.Applied.SelectMany(applied => applied.Actions))
        {
            switch (action)
            {
                case ConversationAction.Speculate ahead:
                    Assert.Null(open);
                    (open, started) = (ahead.Id, started + 1);
                    break;
                case ConversationAction.DropSpeculation drop:
                    Assert.Equal(open, drop.Id);
                    (open, dropped) = (null, dropped + 1);
                    break;
                case ConversationAction.StartTurn start:
                    Assert.Equal(open, start.Prepared);
                    kept += open is null ? 0 : 1;
                    open = null;
                    break;
            }
        }

        var ledger = outcome.Call.Speculation ?? new SpeculationLedger();
        Assert.Null(open);
        Assert.Equal((started, kept, dropped), (ledger.Started, ledger.Kept, ledger.Dropped));
        Assert.True(dropped <= 3 || dropped <= kept + 1, $"{dropped} in vain, {kept} used.");
        Assert.True(ledger.Saved >= TimeSpan.Zero);
    }

    private static void EndsOnceForOneReason(CallOutcome outcome)
    {
        var stage = outcome.Stage;
        Assert.NotNull(outcome.Call.EndReason);
        Assert.NotEqual(CallEndReason.InternalError, outcome.Call.EndReason);
        Assert.True(outcome.EndedAt < TimeSpan.FromMinutes(6), $"lasted {outcome.EndedAt}");
        Assert.Equal(ConversationPhase.Ended, stage.Session.Current.Phase);
        Assert.Single(stage.Published, published => published.Live.Phase is ConversationPhase.Ended);
        Assert.Single(stage.Observed.Applied.SelectMany(applied => applied.Actions).OfType<ConversationAction.EndCall>());
        Assert.Equal((0, 0, 0), (stage.SpeechToText.Open, stage.LanguageModel.Open, stage.TextToSpeech.Open));
        Assert.Equal((0, 0, 0), (stage.SpareSpeechToText.Open, stage.SpareLanguageModel.Open, stage.SpareTextToSpeech.Open));
        Assert.DoesNotContain(stage.Log.Entries, entry => entry.Exception is not null);
        Assert.Equal(outcome.Call.EndReason is CallEndReason.CallerHungUp ? 0 : 1, stage.HangUps);
    }

    private static void TellsInOrder(CallOutcome outcome)
    {
        var transcript = outcome.Call.Transcript;
        Assert.Equal(transcript.OrderBy(entry => entry.At), transcript);
        Assert.Equal(outcome.Call.Turns.Select(turn => turn.TurnId).Distinct().Order(), outcome.Call.Turns.Select(turn => turn.TurnId));
        Assert.All(transcript, entry => Assert.NotEqual(string.Empty, entry.Text));
        var turns = transcript.Where(entry => entry.Speaker is Speaker.Agent).Select(entry => entry.TurnId).ToArray();
        Assert.Equal(turns.Distinct().Order(), turns);
    }

    private static void SaysOnlyWhatWasHeard(CallOutcome outcome) => Assert.Equal(
        outcome.WordsHeard,
        outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Agent).SelectMany(entry => entry.Text.Split(' ')));

    // By the carrier's own account of what it had played when the model was asked.
    private static void ToldTheModelWhatWasHeard(CallOutcome outcome)
    {
        var model = outcome.Stage.LanguageModel;
        for (var i = 0; i < model.Requests.Count; i++)
        {
            if (model.Requests[i].Messages[^1].Role is not ChatRole.System)
            {
                var told = model.Requests[i].Messages.Where(message => message.Role is ChatRole.Assistant).SelectMany(message => message.Text!.Split(' '));
                Assert.Equal(outcome.WordsHeardBy(model.RequestedAt[i]), told);
            }
        }
    }

    private static void AnswersEachTurnOnce(CallOutcome outcome)
    {
        // A reply that broke off is finished by a request of its own, which ends with being told so.
        foreach (var request in outcome.Stage.LanguageModel.Requests.Where(request => request.Messages[^1].Role is not ChatRole.System))
        {
            Assert.Equal(ChatRole.System, request.Messages[0].Role);
            Assert.Equal(ChatRole.User, request.Messages[^1].Role);
            for (var i = 2; i < request.Messages.Count; i++)
            {
                Assert.NotEqual(request.Messages[i - 1].Role, request.Messages[i].Role);
            }
        }

        // Another answer comes only to more of the caller, or in place of one that was cut.
        var isOwed = true;
        foreach (var (happened, _, actions) in outcome.Stage.Observed.Applied)
        {
            isOwed |= happened is ConversationEvent.KeyPressed or ConversationEvent.SpeechHeard { Speech: SpeechEvent.Interim or SpeechEvent.Final };
            foreach (var action in actions)
            {
                isOwed |= action is ConversationAction.CutTurn;
                if (action is ConversationAction.StartTurn start)
                {
                    Assert.True(isOwed, $"Turn {start.TurnId} answers nobody.");
                    isOwed = false;
                }
            }
        }
    }

    private static void LeavesNobodyWithoutAnswer(CallOutcome outcome)
    {
        if (outcome.Call.Transcript is [.., { Speaker: Speaker.Caller } last] && !CallerWords.IsBackchannel(last.Text, CallerLanguage.Of("en")))
        {
            Assert.InRange(outcome.EndedAt - last.At, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        }
    }

    // Whatever was settled while the call lasted is in the transcript; but the agent's own words may be taken for its echo.
    private static void LosesNoWordOfTheCaller(CallOutcome outcome)
    {
        var settled = outcome.Stage.Observed.Applied.Select(applied => (applied.Happened as ConversationEvent.SpeechHeard)?.Speech).OfType<SpeechEvent.Final>();
        var said = outcome.Stage.TextToSpeech.Texts.SelectMany(Words).ToHashSet(StringComparer.Ordinal);
        var written = outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Caller).SelectMany(entry => Words(entry.Text)).ToHashSet(StringComparer.Ordinal);
        Assert.All(settled.SelectMany(final => Words(final.Text)).Where(word => !said.Contains(word)), word => Assert.Contains(word, written));
    }

    private static IEnumerable<string> Words(string text) =>
        text.ToUpperInvariant().Split([' ', '.', ',', '?', '-', '!'], StringSplitOptions.RemoveEmptyEntries);

    private static void IsNeverStuck(CallOutcome outcome)
    {
        var phases = outcome.Stage.Published.Select(published => (published.At, published.Live.Phase)).ToArray();
        for (var i = 0; i < phases.Length;)
        {
            var from = i;
            while (i < phases.Length && phases[i].Phase == phases[from].Phase)
            {
                i++;
            }

            var (start, end) = (phases[from].At, i < phases.Length ? phases[i].At : outcome.EndedAt);
            switch (phases[from].Phase)
            {
                case ConversationPhase.Speaking:
                    var silence = LongestSilence(outcome, start, end);
                    Assert.True(silence <= LongestPause, $"Speaking from {start} to {end}, {silence} of it silent.");
                    break;
                case ConversationPhase.Thinking:
                    Assert.True(end - start <= LongestThinking, $"Thinking from {start} to {end}.");
                    break;
                case ConversationPhase.Connecting:
                    Assert.Equal(start, end);
                    break;
            }
        }
    }

    private static TimeSpan LongestSilence(CallOutcome outcome, TimeSpan from, TimeSpan to)
    {
        var longest = TimeSpan.Zero;
        var last = from;
        foreach (var frame in outcome.Stage.Media.Played.Where(frame => frame.To > from && frame.From < to))
        {
            longest = frame.From - last > longest ? frame.From - last : longest;
            last = frame.To;
        }

        return to - last > longest ? to - last : longest;
    }

    // Whatever sounds after the clear of a cut was asked for after it; only the apology is made in advance.
    private static void PlaysNothingOfACutTurn(CallOutcome outcome)
    {
        var stage = outcome.Stage;
        var apology = new TurnOptions().Apology.Split(' ');
        foreach (var (_, at, _) in stage.Observed.Applied.Where(applied => applied.Actions.Any(action => action is ConversationAction.CutTurn)))
        {
            foreach (var frame in stage.Media.Played.Where(frame => frame.SentAt > at))
            {
                if (stage.TextToSpeech.AskedAt(frame.Sound) is { } asked && !apology.Contains(stage.TextToSpeech.WordOf(frame.Sound)))
                {
                    Assert.True(asked >= at, $"'{stage.TextToSpeech.WordOf(frame.Sound)}' sounds at {frame.From} though its turn was cut at {at}.");
                }
            }
        }
    }

    private static void ActsOnlyOnTheLivingTurn(CallOutcome outcome)
    {
        int? living = null;
        var newest = -1;
        foreach (var (happened, _, actions) in outcome.Stage.Observed.Applied)
        {
            if (happened is ConversationEvent.TurnEnded ended && ended.TurnId == living)
            {
                living = null;
            }

            foreach (var action in actions)
            {
                switch (action)
                {
                    case ConversationAction.StartTurn { TurnId: var id }:
                        (living, newest) = (Begun(living, newest, id), id);
                        break;
                    case ConversationAction.SpeakLine { TurnId: var id }:
                        (living, newest) = (Begun(living, newest, id), id);
                        break;
                    case ConversationAction.PausePlayout { TurnId: var id }:
                        Assert.Equal(living, id);
                        break;
                    case ConversationAction.ResumePlayout { TurnId: var id }:
                        Assert.Equal(living, id);
                        break;
                    case ConversationAction.CutTurn { TurnId: var id }:
                        Assert.True(living == id || living is null, $"Turn {id} was cut while {living} lived.");
                        living = null;
                        break;
                }
            }
        }
    }

    private static int Begun(int? living, int newest, int id)
    {
        Assert.True(living is null, $"Turn {id} began while {living} lived.");
        Assert.True(id > newest, $"Turn {id} began after {newest}.");
        return id;
    }
}
