using System.Globalization;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>Makes up a call: the agent, the providers' pace and faults, what the caller does, and how it ends.</summary>
internal sealed class CallGenerator
{
    private static readonly string[][] Replies =
    [
        ["We open at eight. On Sundays we are closed.", "Certainly, I can do that for you.", "Yes.", "One moment please, let me see what we have left today."],
        ["May I have your e-mail address?", "Thank you. And your number?", "That is four, two, seven. Is this right?"],
        ["Yes.", "No.", "Right."],
        ["Let me tell you about everything we bake. There are rolls, there is bread, there is cake. And there is more: we deliver, too."],
    ];

    private readonly Random _random;
    private readonly CallerGenerator _caller;
    private readonly List<Happening> _happenings = [];

    private CallGenerator(int seed)
    {
        _random = new Random(seed);
        _caller = new CallerGenerator(_random, _happenings);
    }

    public static GeneratedCall Make(int seed)
    {
        var generator = new CallGenerator(seed);
        generator.Agent();
        generator.Pace();
        var at = generator._caller.Speak(generator._random.NextDouble() * 4, generator._random.Next(0, 9));
        generator.Faults(at);
        generator.End(at);
        return new GeneratedCall(seed, generator._happenings);
    }

    private void Agent()
    {
        var greeting = _random.Next(4) == 0 ? string.Empty : "Hello, this is the bakery. How can I help you today?";
        var replies = Replies[_random.Next(Replies.Length)];
        var interruptions = _random.Next(5) > 0;
        var longest = _random.Next(6) == 0 ? _random.Next(3, 30) : 1800;
        var prompt = _random.Next(2, 12);
        var min = 100 * _random.Next(1, 8);
        var max = min + (100 * _random.Next(5, 20));
        var sustained = _random.Next(3) == 0 ? 20 * _random.Next(2, 25) : 240;
        var resume = 100 * _random.Next(3, 14);
        Add($"greeting '{greeting}'", scenario => scenario.Greeting(greeting));
        Add($"replies '{replies[0]}'…", scenario => scenario.Replies(replies));
        if (_random.Next(3) > 0)
        {
            var preset = TurnPresets.Names[_random.Next(TurnPresets.Names.Count)];
            Add($"preset {preset}, prompt after {prompt} s, longest {longest} s", scenario => scenario.Turns(turns => TurnPresets.Apply(preset, turns) with
            {
                MaxCallDuration = TimeSpan.FromSeconds(longest),
                SilencePromptAfter = TimeSpan.FromSeconds(prompt),
            }));
            return;
        }

        var words = _random.Next(1, 4);
        var ahead = _random.Next(2) == 0;
        Add(
            $"endpointing {min}-{max} ms, interruptions {(interruptions ? $"after {sustained} ms" : "off")} or {words} words, {(ahead ? "answers in advance, " : string.Empty)}resumes after {resume} ms, prompt after {prompt} s, longest {longest} s",
            scenario => scenario.Turns(turns => turns with
            {
                MinEndpointingDelay = TimeSpan.FromMilliseconds(min),
                MaxEndpointingDelay = TimeSpan.FromMilliseconds(max),
                AllowInterruptions = interruptions,
                MinInterruptionDuration = TimeSpan.FromMilliseconds(sustained),
                MinInterruptionWords = words,
                PreemptiveGeneration = ahead,
                FalseInterruptionTimeout = TimeSpan.FromMilliseconds(resume),
                MaxCallDuration = TimeSpan.FromSeconds(longest),
                SilencePromptAfter = TimeSpan.FromSeconds(prompt),
            }));
    }

    private void Pace()
    {
        var token = _random.Next(3) == 0 ? 0 : _random.Next(50, 1900);
        var perWord = _random.Next(0, 60);
        var firstByte = _random.Next(10, 600);
        var word = 20 * _random.Next(5, 20);
        var marks = _random.Next(6) > 0;
        Add($"model {token} ms, {perWord} ms a word", scenario => scenario.Also(stage =>
        {
            stage.LanguageModel.FirstToken = TimeSpan.FromMilliseconds(token);
            stage.LanguageModel.PerWord = TimeSpan.FromMilliseconds(perWord);
        }));
        Add($"voice {firstByte} ms, {word} ms a word", scenario => scenario.Also(stage =>
        {
            stage.TextToSpeech.FirstByte = TimeSpan.FromMilliseconds(firstByte);
            stage.TextToSpeech.WordDuration = TimeSpan.FromMilliseconds(word);
            stage.SpareTextToSpeech.WordDuration = TimeSpan.FromMilliseconds(word);
        }));
        Add($"marks {(marks ? "come" : "do not come")} back", scenario => scenario.Also(stage => stage.Media.ReturnsMarks = marks));
    }

    private void Faults(double until)
    {
        if (_random.Next(3) == 0)
        {
            Add("spares", scenario => scenario.WithSpares());
        }

        if (_random.Next(3) > 0)
        {
            return;
        }

        ProviderErrorKind?[] kinds = [null, ProviderErrorKind.Unavailable, ProviderErrorKind.Unauthorized, ProviderErrorKind.Timeout, ProviderErrorKind.QuotaExceeded];
        var fault = new Fault(_random.Next(4), kinds[_random.Next(kinds.Length)]);
        var number = _random.Next(4);
        var at = _random.NextDouble() * (until + 5);
        switch (_random.Next(3))
        {
            case 0:
                Add($"model request {number} fails after {fault.After} words: {Name(fault)}", scenario => scenario.Also(stage =>
                    stage.LanguageModel.Faults = request => request == number ? fault : null));
                break;
            case 1:
                Add($"voice stream {number} fails after {fault.After} words: {Name(fault)}", scenario => scenario.Also(stage =>
                    stage.TextToSpeech.Faults = stream => stream == number ? fault : null));
                break;
            default:
                Add(string.Create(CultureInfo.InvariantCulture, $"speech-to-text fails at {at:0.00}: {Name(fault)}"), scenario => scenario.Also(stage =>
                    stage.SpeechToText.Fail(TimeSpan.FromSeconds(at), fault.Kind)));
                break;
        }
    }

    private void End(double at)
    {
        var early = at * _random.NextDouble();
        var late = at + (_random.NextDouble() * 20);
        switch (_random.Next(8))
        {
            case 0:
                Add(string.Create(CultureInfo.InvariantCulture, $"caller hangs up at {early:0.00}"), scenario => scenario.CallerHangsUp(early));
                break;
            case 1:
                Add(string.Create(CultureInfo.InvariantCulture, $"owner hangs up at {early:0.00}"), scenario => scenario.OwnerHangsUp(early));
                break;
            case 2:
                Add(string.Create(CultureInfo.InvariantCulture, $"server stops at {late:0.00}"), scenario => scenario.ServerStops(late));
                break;
            case 3:
                Add(string.Create(CultureInfo.InvariantCulture, $"line breaks at {late:0.00}"), scenario => scenario.Also(stage => stage.Media.Break(TimeSpan.FromSeconds(late))));
                break;
            case 4:
                // Silence ends it.
                break;
            default:
                Add(string.Create(CultureInfo.InvariantCulture, $"caller hangs up at {late:0.00}"), scenario => scenario.CallerHangsUp(late));
                break;
        }
    }

    private void Add(string what, Action<Builders.CallScenario> add) => _happenings.Add(new Happening(what, add));

    private static string Name(Fault fault) => fault.Kind?.ToString() ?? "silence";
}
