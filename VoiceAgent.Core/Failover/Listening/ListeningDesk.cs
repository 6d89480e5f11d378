using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>Decides which stream is listened to. For one user at a time; disposing stops every stream.</summary>
internal sealed class ListeningDesk(Lineup<ISpeechToText> lineup, LivenessOptions options, TimeProvider time, ListeningSetting setting) : IDisposable
{
    // A stream that has worked for so long earns new tries when it breaks.
    private static readonly TimeSpan Worked = TimeSpan.FromSeconds(20);

    // Before the same provider is tried again.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<ListeningStream> _all = [];
    private Attempts<ISpeechToText> _attempts = lineup.Begin();
    private ListeningStream? _main;
    private ListeningStream? _spare;

    /// <summary>All of the audio has been transcribed.</summary>
    public bool IsDone { get; private set; }

    public void Open() => OpenNext(failed: null);

    /// <summary>Takes in a report and gives the words to pass on, or null. Throws the last failure when nobody is left to listen.</summary>
    public SpeechEvent? Take(ListeningReport report)
    {
        if (report.Stream is null)
        {
            OpenSpare();
        }
        else if (report.Stream == _main)
        {
            return report.Speech is { } speech ? FromMain(speech) : MainEnded(report.Failure);
        }
        else if (report.Stream == _spare)
        {
            return report.Speech is { } speech ? FromSpare(speech) : SpareEnded(report);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var stream in _all)
        {
            stream.Dispose();
        }
    }

    private SpeechEvent FromMain(SpeechEvent speech)
    {
        _spare?.Dispose();
        _spare = null;
        return Pass(_main!, speech);
    }

    private SpeechEvent FromSpare(SpeechEvent speech)
    {
        // It heard what the other did not report.
        _attempts.Failed(_main!.Candidate, new ProviderException(_main.Candidate.Provider, ProviderErrorKind.Timeout));
        Promote();
        return Pass(_main, speech);
    }

    private SpeechEvent Pass(ListeningStream stream, SpeechEvent speech)
    {
        lineup.Succeeded(stream.Candidate);
        if (speech is SpeechEvent.Final final)
        {
            setting.Ring.Settle(final.SettledTo ?? setting.Watch.SettledTo(final.EndOfSpeech));
        }

        setting.Watch.Reported(isUnsettled: speech is SpeechEvent.Interim);
        return speech;
    }

    private SpeechEvent? MainEnded(ProviderException? failure)
    {
        if (failure is null)
        {
            IsDone = true;
            return null;
        }

        if (time.GetElapsedTime(_main!.StartedAt) >= Worked)
        {
            _attempts = lineup.Begin();
        }

        _attempts.Failed(_main.Candidate, failure);
        if (_spare is not null)
        {
            Promote();
        }
        else
        {
            OpenNext(_main.Candidate);
        }

        return null;
    }

    private SpeechEvent? SpareEnded(ListeningReport report)
    {
        if (!report.IsBlameless && report.Failure is { } failure)
        {
            lineup.Failed(failure);
        }

        _spare = null;
        return null;
    }

    private void Promote()
    {
        _main!.Dispose();
        _main = _spare;
        _spare = null;
    }

    private void OpenNext(Candidate<ISpeechToText>? failed)
    {
        var next = _attempts.Next() ?? throw _attempts.Failure;
        _main = Start(next, isSpare: false, pause: next == failed ? Pause : TimeSpan.Zero);
    }

    private void OpenSpare()
    {
        if (_spare is null && _main is not null)
        {
            _spare = Start(lineup.Pick([_main.Candidate.Provider]) ?? _main.Candidate, isSpare: true, TimeSpan.Zero);
        }
    }

    private ListeningStream Start(Candidate<ISpeechToText> candidate, bool isSpare, TimeSpan pause)
    {
        var stream = new ListeningStream(candidate, setting.Ring.Open(), setting.Settings, time)
        {
            Pause = pause,
            ConnectLimit = lineup.HasSpare ? options.Connect : options.Alone,
            ReportLimit = isSpare ? 2 * options.SpeechUnreported : null,
        };
        _all.Add(stream);
        setting.Scope.Start("listen", token => stream.RunAsync(setting.Post, token));
        return stream;
    }
}

/// <summary>What the streams of one call share.</summary>
internal sealed record ListeningSetting(AudioRing Ring, ListeningWatch Watch, SpeechToTextOptions Settings, TaskScope Scope, Action<ListeningReport> Post);
