using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>What holds of every call in which providers fail while another of their kind works. Throws what an assertion throws.</summary>
internal static class FailoverPromises
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    public static void Check(CallOutcome outcome, SaidLines all)
    {
        AsksNobodyWhoRefusedAgain(outcome);
        LeavesNothingOpen(outcome);
        if (all.MayApologise && outcome.Call.EndReason is CallEndReason.ProviderFailed)
        {
            Apologises(outcome, all.Lines);
            return;
        }

        var said = all.Lines;
        Assert.True(outcome.Call.EndReason is CallEndReason.CallerHungUp, $"{outcome.Call.EndReason}: {outcome.Call.Problem} {string.Join("; ", outcome.Call.Incidents)}");
        OwesNoLongSilence(outcome, said);
        SaysEveryWordOnce(outcome, said);
        LosesNoWord(outcome, said);
    }

    // Whatever was heard is in the transcript, the last of it the apology, and the caller was not left in silence before it.
    private static void Apologises(CallOutcome outcome, IReadOnlyList<SaidLine> said)
    {
        Assert.StartsWith("I'm sorry", outcome.Call.Transcript[^1].Text, StringComparison.Ordinal);
        Assert.Equal(outcome.WordsHeard, outcome.Call.Transcript.Where(entry => entry.Speaker is Speaker.Agent).SelectMany(entry => entry.Text.Split(' ')));
        var asked = said.LastOrDefault(line => TimeSpan.FromSeconds(line.To) < outcome.EndedAt);
        AnswersInTime(outcome, asked is null ? TimeSpan.Zero : TimeSpan.FromSeconds(asked.To), outcome.EndedAt);
    }

    private static void OwesNoLongSilence(CallOutcome outcome, IReadOnlyList<SaidLine> said)
    {
        AnswersInTime(outcome, TimeSpan.Zero, TimeSpan.FromSeconds(said[0].From));
        for (var i = 0; i < said.Count; i++)
        {
            AnswersInTime(outcome, TimeSpan.FromSeconds(said[i].To), i + 1 < said.Count ? TimeSpan.FromSeconds(said[i + 1].From) : outcome.EndedAt);
        }
    }

    // From the moment on until the last sound before the caller speaks again.
    private static void AnswersInTime(CallOutcome outcome, TimeSpan from, TimeSpan until)
    {
        var last = from;
        var heard = outcome.Stage.Media.Played.Where(frame => frame.To > from && frame.From < until).ToList();
        Assert.NotEmpty(heard);
        foreach (var frame in heard)
        {
            Assert.True(frame.From - last <= LongestSilence, $"Silent from {last} to {frame.From}.");
            last = frame.To;
        }
    }

    private static void SaysEveryWordOnce(CallOutcome outcome, IReadOnlyList<SaidLine> said)
    {
        var expected = string.Join(' ', [FailoverGenerator.Greeting, .. said.Select(_ => FailoverGenerator.Reply)]);
        Assert.Equal(expected, string.Join(' ', outcome.WordsHeard));
    }

    private static void LosesNoWord(CallOutcome outcome, IReadOnlyList<SaidLine> said)
    {
        var transcript = outcome.Call.Transcript;
        Assert.Equal(said.Select(line => line.Text), transcript.Where(entry => entry.Speaker is Speaker.Caller).Select(entry => entry.Text));
        Assert.Equal(outcome.WordsHeard, transcript.Where(entry => entry.Speaker is Speaker.Agent).SelectMany(entry => entry.Text.Split(' ')));
    }

    // Who refused key, credit or request is asked once in the call, and the key is reported once.
    private static void AsksNobodyWhoRefusedAgain(CallOutcome outcome)
    {
        var refusals = outcome.Call.Incidents.Where(incident => incident.Kind is ProviderErrorKind.Unauthorized or ProviderErrorKind.QuotaExceeded or ProviderErrorKind.Rejected).ToList();
        Assert.Distinct(refusals.Select(incident => incident.Provider));
        var keys = outcome.Stage.KeyFailures.Reported.Where(report => report.Kind is ProviderErrorKind.Unauthorized or ProviderErrorKind.QuotaExceeded).ToList();
        Assert.Equal(refusals.Where(incident => incident.Kind is not ProviderErrorKind.Rejected).Select(incident => (incident.Provider, incident.Kind)).Order(), keys.Order());
        Assert.All(outcome.Stage.KeyFailures.Calls, call => Assert.Equal(outcome.Call.Id, call));
    }

    private static void LeavesNothingOpen(CallOutcome outcome)
    {
        var stage = outcome.Stage;
        Assert.Equal((0, 0, 0), (stage.SpeechToText.Open, stage.LanguageModel.Open, stage.TextToSpeech.Open));
        Assert.Equal((0, 0, 0), (stage.SpareSpeechToText.Open, stage.SpareLanguageModel.Open, stage.SpareTextToSpeech.Open));
        Assert.DoesNotContain(stage.Log.Entries, entry => entry.Exception is not null);
    }
}
