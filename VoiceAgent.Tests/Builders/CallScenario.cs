using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Builders;

/// <summary>
/// A call as a script: what the caller does and when, in seconds from the answer, and what the providers do. Run plays it in virtual
/// time.
/// </summary>
public sealed class CallScenario
{
    private readonly List<Action<CallStage>> _script = [];
    private readonly AgentBuilder _agent = new();
    private string[] _replies = ["We open at eight."];
    private readonly List<ITool> _tools = [];
    private Func<TimeProvider, IEnumerable<ITool>> _toolsIn = static _ => [];
    private AgentToolset? _toolset;
    private ToolOptions _toolOptions = new();
    private TimeSpan? _rings;
    private PreparedLines _lines = new();
    private bool _hasSpares;

    public CallScenario Agent(Action<AgentBuilder> change)
    {
        change(_agent);
        return this;
    }

    public CallScenario Turns(Func<TurnOptions, TurnOptions> change)
    {
        _agent.WithTurns(change);
        return this;
    }

    public CallScenario Greeting(string greeting)
    {
        _agent.WithGreeting(greeting);
        return this;
    }

    public CallScenario Replies(params string[] replies)
    {
        _replies = replies;
        return this;
    }

    /// <summary>What the agent can do.</summary>
    public CallScenario Tools(params ITool[] tools)
    {
        _tools.AddRange(tools);
        return this;
    }

    /// <summary>What the agent can do, made with the scenario's clock.</summary>
    public CallScenario ToolsIn(Func<TimeProvider, IEnumerable<ITool>> tools)
    {
        _toolsIn = tools;
        return this;
    }

    public CallScenario ToolLimits(ToolOptions options)
    {
        _toolOptions = options;
        return this;
    }

    /// <summary>What the agent says while a tool runs.</summary>
    public CallScenario Fillers(TimeSpan after, params string[] lines)
    {
        _toolset = AgentToolset.None(AccountId.New(), AgentId.New()) with { FillerAfter = after, Fillers = lines };
        return this;
    }

    /// <summary>A second provider of every category is there to take over.</summary>
    public CallScenario WithSpares()
    {
        _hasSpares = true;
        return this;
    }

    /// <summary>Anything else, done when the call begins.</summary>
    public CallScenario Also(Action<CallStage> action)
    {
        _script.Add(action);
        return this;
    }

    /// <summary>
    /// The caller speaks: loud voice, an interim of half the words in the middle, all words settled <paramref name="settled"/> seconds
    /// after the end.
    /// </summary>
    public CallScenario CallerSays(string words, double from, double to, double settled = 0.2, bool endOfSpeech = true) => Also(stage =>
    {
        var all = words.Split(' ');
        stage.Media.Voice(Seconds(from), Seconds(to));
        stage.SpeechToText.Report(Seconds(Math.Min(((from + to) / 2) + 0.1, to + settled)), new SpeechEvent.Interim(string.Join(' ', all[..((all.Length + 1) / 2)])));
        stage.SpeechToText.Report(Seconds(to + settled), new SpeechEvent.Final(words, endOfSpeech));
    });

    public CallScenario CallerMakesNoise(double from, double to) => Also(stage => stage.Media.Voice(Seconds(from), Seconds(to)));

    public CallScenario SpeechToTextReports(double at, SpeechEvent speech) => Also(stage => stage.SpeechToText.Report(Seconds(at), speech));

    public CallScenario CallerPresses(char digit, double at) => Also(stage => stage.Media.Happen(Seconds(at), new MediaEvent.Dtmf(digit)));

    public CallScenario CallerHangsUp(double at) => Also(stage => stage.Media.Happen(Seconds(at), new MediaEvent.Stopped()));

    public CallScenario OwnerHangsUp(double at) => At(at, stage => stage.Session.End(CallEndReason.HungUpByUser));

    public CallScenario ServerStops(double at) => At(at, stage => stage.Shutdown.Cancel());

    public CallScenario At(double at, Action<CallStage> action) => Also(stage =>
        stage.Time.CreateTimer(_ => action(stage), null, Seconds(at), Timeout.InfiniteTimeSpan));

    /// <summary>Plays the call to its end.</summary>
    /// <summary>The call rings so long before it is answered: the greeting begins meanwhile. Times of the script count from the first ring.</summary>
    /// <param name="seconds">Until the answer.</param>
    /// <param name="lines">Of earlier calls.</param>
    public CallScenario Rings(double seconds, PreparedLines? lines = null)
    {
        (_rings, _lines) = (Seconds(seconds), lines ?? new PreparedLines());
        return this;
    }

    public CallOutcome Run() => VirtualTime.Run(async time =>
    {
        using var stage = new CallStage(time, _agent.Build(), _replies, _hasSpares, new CallTools([.. _tools, .. _toolsIn(time)], _toolOptions, _toolset));
        _script.ForEach(action => action(stage));
        if (_rings is { } rings)
        {
            await stage.RingAsync(rings, _lines);
        }

        var call = await stage.Session.RunAsync(stage.Shutdown.Token);
        return new CallOutcome(call, stage, time.Now);
    });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
}

/// <summary>Everything that takes part in a call.</summary>
public sealed class CallStage : IDisposable
{
    private readonly CallSessionSetup _setup;

    public CallStage(VirtualTime time, Agent agent, string[] replies, bool hasSpares, CallTools? tools = null, PreparedLines? lines = null)
    {
        Time = time;
        PreparedLines = lines ?? new PreparedLines();
        Media = new LoopbackMediaStream(time);
        SpeechToText = new ScriptedSpeechToText(time);
        LanguageModel = new ScriptedLanguageModel(time, replies);
        TextToSpeech = new ScriptedTextToSpeech(time);
        SpareSpeechToText = new ScriptedSpeechToText(time, ProviderName.Soniox, SpeechToText);
        SpareLanguageModel = new ScriptedLanguageModel(time, replies) { Provider = ProviderName.Grok };
        SpareTextToSpeech = new ScriptedTextToSpeech(time, ProviderName.Hume, TextToSpeech);
        var incidents = new CallIncidents(time);
        var ports = new FailoverPorts(
            Circuits = new ProviderCircuits(time),
            new ProviderReports(KeyFailures, NullLogger<ProviderReports>.Instance),
            Options.Create(Liveness),
            time);
        _setup = new CallSessionSetup
        {
            Call = new Call
            {
                Id = CallId.New(),
                AccountId = agent.AccountId,
                AgentId = agent.Id,
                Direction = CallDirection.Inbound,
                CallControlId = "control",
                StartedAt = time.GetUtcNow(),
                AnsweredAt = time.GetUtcNow(),
                Providers = [ProviderName.Deepgram, ProviderName.OpenAI, ProviderName.ElevenLabs, ProviderName.Telnyx],
            },
            Agent = agent,
            Media = Media,
            SpeechToText = ports.Listen(agent.AccountId, incidents, Both<ISpeechToText>(hasSpares, ProviderName.Deepgram, SpeechToText, ProviderName.Soniox, SpareSpeechToText)),
            LanguageModel = ports.Answer(agent.AccountId, incidents, Both<ILanguageModel>(hasSpares, ProviderName.OpenAI, LanguageModel, ProviderName.Grok, SpareLanguageModel)),
            TextToSpeech = ports.Speak(agent.AccountId, incidents, Both<ITextToSpeech>(hasSpares, ProviderName.ElevenLabs, TextToSpeech, ProviderName.Hume, SpareTextToSpeech)),
            Incidents = incidents,
            Liveness = Liveness,
            PreparedLines = PreparedLines,
            Tools = tools ?? new CallTools([], new ToolOptions()),
            VoiceActivity = new EnergyVoiceActivityDetectors(),
            HangUpAsync = HangUpAsync,
            Observer = Observed,
            Publish = live => Published.Add((time.Now, live)),
        };
        Session = new CallSession(_setup, time, Log);
    }

    internal async Task RingAsync(TimeSpan rings, PreparedLines lines)
    {
        var greeting = new PreparedGreetings(lines).Begin(_setup.Agent, _setup.TextToSpeech, Media.Format, _setup.Incidents);
        await Task.Delay(rings, Time);
        var call = _setup.Call with { AnsweredAt = Time.GetUtcNow() };
        Session = new CallSession(_setup with { Call = call, Greeting = greeting, PreparedLines = lines }, Time, Log);
    }

    public VirtualTime Time { get; }

    public LoopbackMediaStream Media { get; }

    public ScriptedSpeechToText SpeechToText { get; }

    public ScriptedLanguageModel LanguageModel { get; }

    public ScriptedTextToSpeech TextToSpeech { get; }

    public ScriptedSpeechToText SpareSpeechToText { get; }

    public ScriptedLanguageModel SpareLanguageModel { get; }

    public ScriptedTextToSpeech SpareTextToSpeech { get; }

    public ProviderCircuits Circuits { get; }

    public RecordedKeyFailures KeyFailures { get; } = new();

    public LivenessOptions Liveness { get; } = new();

    public PreparedLines PreparedLines { get; }

    public CallSession Session { get; private set; }

    public CancellationTokenSource Shutdown { get; } = new();

    public List<(TimeSpan At, LiveCall Live)> Published { get; } = [];

    public int HangUps { get; private set; }

    /// <summary>Every event of the conversation and what was decided on it.</summary>
    public ObservedConversation Observed { get; } = new();

    public RecordingLogger<CallSession> Log { get; } = new();

    public void Dispose()
    {
        Media.Dispose();
        Shutdown.Dispose();
    }

    private static Candidate<T>[] Both<T>(bool hasSpares, ProviderName first, T port, ProviderName second, T spare) =>
        hasSpares ? [new(first, port), new(second, spare)] : [new(first, port)];

    private Task HangUpAsync(CancellationToken cancellationToken)
    {
        HangUps++;
        return Task.CompletedTask;
    }
}

/// <summary>A call that is over, and what the caller heard of it.</summary>
public sealed record CallOutcome(Call Call, CallStage Stage, TimeSpan EndedAt)
{
    /// <summary>Speaker, words and begin in seconds.</summary>
    public IReadOnlyList<string> Transcript =>
        [.. Call.Transcript.Select(entry => $"{entry.At.TotalSeconds:0.00} {entry.Speaker}: {entry.Text}")];

    /// <summary>The words of the agent that sounded to their end, by what the carrier played.</summary>
    public IReadOnlyList<string> WordsHeard => WordsHeardBy(EndedAt);

    /// <summary>As <see cref="WordsHeard"/>, up to a moment.</summary>
    public IReadOnlyList<string> WordsHeardBy(TimeSpan moment)
    {
        var words = new List<string>();
        foreach (var sound in Stage.Media.Played.Where(frame => frame.To <= moment).GroupBy(frame => frame.Sound))
        {
            var whole = sound.Count(frame => frame.To - frame.From == Playout.FrameDuration);
            if (whole * Playout.FrameDuration >= Stage.TextToSpeech.WordDuration && Stage.TextToSpeech.WordOf(sound.Key) is { } word)
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>Phases and when they began, in seconds.</summary>
    public IReadOnlyList<string> Phases
    {
        get
        {
            var phases = new List<string>();
            ConversationPhase? last = null;
            foreach (var (at, live) in Stage.Published)
            {
                if (live.Phase != last)
                {
                    phases.Add($"{at.TotalSeconds:0.00} {live.Phase}");
                    last = live.Phase;
                }
            }

            return phases;
        }
    }

    /// <summary>When the agent was audible, in seconds.</summary>
    public IReadOnlyList<string> Audible
    {
        get
        {
            var spans = new List<(TimeSpan From, TimeSpan To)>();
            foreach (var frame in Stage.Media.Played)
            {
                if (spans.Count > 0 && spans[^1].To == frame.From)
                {
                    spans[^1] = (spans[^1].From, frame.To);
                }
                else
                {
                    spans.Add((frame.From, frame.To));
                }
            }

            return [.. spans.Select(span => $"{span.From.TotalSeconds:0.00}-{span.To.TotalSeconds:0.00}")];
        }
    }
}
