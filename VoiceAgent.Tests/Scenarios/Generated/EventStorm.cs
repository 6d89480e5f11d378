using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>
/// A conversation alone under events in any order, also such that no call would bring, of turns that live, are over or never were. What
/// holds of it is looked at after every event.
/// </summary>
internal sealed class EventStorm
{
    private static readonly string[] Texts = ["yes", "no", "uh-huh", "my number is", "four two", "stop", "Can you book a table?", "and", "okay", "I"];
    private static readonly ProviderFailure Failure = new(ProviderCategory.LanguageModel, ProviderName.OpenAI, ProviderErrorKind.Timeout);

    private readonly Random _random;
    private readonly Conversation _conversation;
    private int? _living;
    private int? _ahead;
    private int _newest = -1;
    private int _ends;
    private bool _isHeard;
    private TimeSpan _at;

    public EventStorm(int seed)
    {
        _random = new Random(seed);
        _conversation = new Conversation(new ConversationSettings
        {
            SystemMessage = "system",
            Greeting = _random.Next(3) == 0 ? string.Empty : "Hello, how can I help?",
            Turns = new TurnOptions
            {
                MinEndpointingDelay = TimeSpan.FromMilliseconds(_random.Next(0, 900)),
                MaxEndpointingDelay = TimeSpan.FromMilliseconds(_random.Next(900, 3000)),
                PreemptiveGeneration = _random.Next(2) == 0,
                AllowInterruptions = _random.Next(4) > 0,
                Apology = _random.Next(3) == 0 ? string.Empty : "Sorry.",
                MaxCallDuration = TimeSpan.FromSeconds(_random.Next(2, 90)),
                SilencePromptAfter = TimeSpan.FromSeconds(_random.Next(1, 10)),
            },
        });
    }

    /// <summary>What has happened, in order.</summary>
    public List<(TimeSpan At, ConversationEvent Happened)> Happened { get; } = [];

    /// <summary>Lets the events happen, then only time pass, until the call has ended.</summary>
    public void Rage(int events)
    {
        Settle(new ConversationEvent.Started());
        for (; events > 0; events--)
        {
            _at += TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? 0 : _random.Next(1, 700));
            Settle(Next());
        }

        // Whoever is alone with the clock ends, and never asks for the same moment over and over.
        for (var i = 0; _conversation.Phase is not ConversationPhase.Ended; i++)
        {
            Assert.True(i < 200, $"Still {_conversation.Phase} at {_at}.");
            Assert.True(_conversation.Deadline < TimeSpan.MaxValue, $"{_conversation.Phase} waits for ever.");
            _at = _conversation.Deadline > _at ? _conversation.Deadline : _at;
            Settle(new ConversationEvent.TimePassed());
        }

        Assert.Equal(1, _ends);
    }

    private void Apply(ConversationEvent happened)
    {
        Happened.Add((_at, happened));
        var wasEnded = _conversation.Phase is ConversationPhase.Ended;
        var actions = _conversation.Apply(happened, _at);
        Assert.True(!wasEnded || actions.Count == 0, $"{happened} was acted on after the end.");
        if (happened is ConversationEvent.TurnEnded ended && ended.TurnId == _living)
        {
            _living = null;
        }

        // What was heard is never taken back.
        _isHeard |= happened is ConversationEvent.WordsHeard heard && heard.TurnId == _living;
        foreach (var action in actions)
        {
            Take(action);
        }
    }

    private void Settle(ConversationEvent happened)
    {
        Apply(happened);
        Assert.Equal(_living is not null, _conversation.Phase is ConversationPhase.Thinking or ConversationPhase.Speaking);
        var transcript = _conversation.History.Transcript;
        for (var i = 1; i < transcript.Count; i++)
        {
            Assert.True(transcript[i].At >= transcript[i - 1].At, "The transcript is out of order.");
        }
    }

    private void Take(ConversationAction action)
    {
        switch (action)
        {
            case ConversationAction.Speculate ahead:
                Assert.Null(_ahead);
                Assert.Null(_living);
                Assert.Equal(ChatRole.User, ahead.History[^1].Role);
                _ahead = ahead.Id;
                break;
            case ConversationAction.DropSpeculation drop:
                Assert.Equal(_ahead, drop.Id);
                _ahead = null;
                Apply(new ConversationEvent.SpeculationDropped(drop.Id, 40));
                break;
            case ConversationAction.StartTurn start:
                Assert.Equal(_ahead, start.Prepared);
                _ahead = null;
                Begin(start.TurnId);
                Assert.Equal(ChatRole.System, start.History[0].Role);
                Assert.Equal(ChatRole.User, start.History[^1].Role);
                break;
            case ConversationAction.SpeakLine line:
                Begin(line.TurnId);
                break;
            case ConversationAction.CutTurn cut:
                Assert.True(_living == cut.TurnId || _living is null, $"Turn {cut.TurnId} was cut while {_living} lived.");
                _living = null;
                var heard = (_random.Next(2) == 0, _isHeard) switch { (true, _) => "Hello, how", (_, true) => "Hello,", _ => string.Empty };
                Apply(new ConversationEvent.TurnCut(cut.TurnId, heard, "can I help?"));
                break;
            case ConversationAction.PausePlayout pause:
                Assert.Equal(_living, pause.TurnId);
                break;
            case ConversationAction.ResumePlayout resume:
                Assert.Equal(_living, resume.TurnId);
                break;
            case ConversationAction.EndCall:
                _ends++;
                break;
        }
    }

    private void Begin(int id)
    {
        Assert.True(_living is null, $"Turn {id} began while {_living} lived.");
        Assert.True(id > _newest, $"Turn {id} began after {_newest}.");
        (_living, _newest, _isHeard) = (id, id, false);
    }

    private ConversationEvent Next() => _random.Next(25) switch
    {
        0 => new ConversationEvent.VoiceStarted(Earlier()),
        1 => new ConversationEvent.VoiceSustained(),
        2 => new ConversationEvent.VoiceStopped(Earlier()),
        3 or 4 or 5 => new ConversationEvent.SpeechHeard(Speech()),
        6 => new ConversationEvent.KeyPressed("12#"[_random.Next(3)]),
        7 or 8 or 9 => new ConversationEvent.TimePassed(),
        10 => new ConversationEvent.ModelAnswered(Turn()),
        11 => new ConversationEvent.VoiceAsked(Turn()),
        12 => new ConversationEvent.VoiceAnswered(Turn()),
        13 or 14 => new ConversationEvent.AudioSent(Turn()),
        15 => new ConversationEvent.WordsHeard(Turn(), "Hello,"),
        16 or 17 => new ConversationEvent.TurnEnded(Turn(), Outcome()),
        18 => new ConversationEvent.TurnCut(Turn(), "Hello,", null),
        20 => new ConversationEvent.VoicePaused(Earlier()),
        21 => new ConversationEvent.VoiceWentOn(),
        22 => new ConversationEvent.SpeculationAnswered(_ahead ?? 0),
        24 => new ConversationEvent.SoundStarted(),
        23 => new ConversationEvent.SpeculationFailed(_random.Next(4) == 0 ? _ahead ?? 0 : 999),
        _ => _random.Next(12) switch
        {
            0 => new ConversationEvent.ListeningFailed(Failure),
            1 => new ConversationEvent.MediaBroke(),
            2 => new ConversationEvent.FarEndHungUp(),
            3 => new ConversationEvent.EndAsked(CallEndReason.HungUpByUser),
            _ => new ConversationEvent.TimePassed(),
        },
    };

    private SpeechEvent Speech() => _random.Next(9) switch
    {
        0 => new SpeechEvent.Started(Earlier()),
        1 => new SpeechEvent.Ended(Earlier()),
        2 => new SpeechEvent.Rewritten(Text()),
        3 => new SpeechEvent.EagerEnd(Text(), 0.6),
        4 => new SpeechEvent.Resumed(),
        5 or 6 => new SpeechEvent.Interim(Text()),
        _ => new SpeechEvent.Final(Text(), EndOfSpeech: _random.Next(2) == 0) { EndOfTurn = _random.Next(4) == 0 },
    };

    private AgentTurnOutcome Outcome() => _random.Next(6) switch
    {
        0 => new AgentTurnOutcome.Cancelled(),
        1 => new AgentTurnOutcome.Failed(Failure),
        2 => new AgentTurnOutcome.Faulted(),
        _ => new AgentTurnOutcome.Completed(_random.Next(4) == 0 ? string.Empty : "Hello, how can I help?"),
    };

    private int Turn() => _living is { } living && _random.Next(3) > 0 ? living : _random.Next(0, _newest + 3);

    private string Text() => Texts[_random.Next(Texts.Length)];

    private TimeSpan Earlier() => _at - TimeSpan.FromMilliseconds(Math.Min(_at.TotalMilliseconds, _random.Next(0, 200)));
}
