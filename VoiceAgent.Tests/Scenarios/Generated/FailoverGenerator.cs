using System.Globalization;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>
/// Makes up a call with two providers of every category of which some fail, at any moment, in any way, several at once; in each category
/// one of the two works. The caller asks, listens to the answer, and asks again.
/// </summary>
internal sealed class FailoverGenerator
{
    public const string Greeting = "Hello, this is the bakery.";
    public const string Reply = "We open at eight. On Sundays we are closed, but you may order until noon.";

    private static readonly string[] Lines = ["when do you open", "and on Sundays", "may I order a cake", "thank you so much"];

    private static readonly ProviderErrorKind?[] Kinds =
    [
        null, null, ProviderErrorKind.Unavailable, ProviderErrorKind.Unauthorized, ProviderErrorKind.QuotaExceeded, ProviderErrorKind.RateLimited,
        ProviderErrorKind.Timeout, ProviderErrorKind.Protocol, ProviderErrorKind.Rejected,
    ];

    private readonly Random _random;
    private readonly List<Happening> _happenings = [];
    private readonly List<SaidLine> _said = [];
    private int _failing;

    private FailoverGenerator(int seed) => _random = new Random(seed);

    public static (GeneratedCall Call, SaidLines Said) Make(int seed)
    {
        var generator = new FailoverGenerator(seed);
        generator.Speak();
        generator.Pace();
        generator.FailListening();
        generator.FailAnswering();
        generator.FailSpeaking();
        return (new GeneratedCall(seed, generator._happenings), new SaidLines(generator._said, generator._failing > 1));
    }

    // An answer takes less than twelve seconds, whatever fails.
    private void Speak()
    {
        _happenings.Add(new Happening("two providers of each kind", scenario => scenario.WithSpares().Greeting(Greeting).Replies(Reply)
            .Turns(turns => turns with { SilencePromptAfter = TimeSpan.FromMinutes(1) })));
        var at = 4 + _random.NextDouble();
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            var line = new SaidLine(Lines[_said.Count], Math.Round(at, 2), Math.Round(at + 0.8 + _random.NextDouble(), 2));
            var settled = Math.Round(0.1 + (_random.NextDouble() * 0.5), 2);
            _said.Add(line);
            _happenings.Add(new Happening(
                string.Create(CultureInfo.InvariantCulture, $"'{line.Text}' from {line.From:0.00} to {line.To:0.00}, settled after {settled:0.00}"),
                scenario => scenario.CallerSays(line.Text, line.From, line.To, settled)));
            at = line.To + 14 + (_random.NextDouble() * 2);
        }

        _happenings.Add(new Happening(string.Create(CultureInfo.InvariantCulture, $"caller hangs up at {at:0.00}"), scenario => scenario.CallerHangsUp(at)));
    }

    private void Pace()
    {
        var token = _random.Next(50, 600);
        var perWord = _random.Next(0, 60);
        var firstByte = _random.Next(20, 250);
        var word = 20 * _random.Next(8, 18);
        Add($"models {token} ms, {perWord} ms a word; voices {firstByte} ms, {word} ms a word", stage =>
        {
            foreach (var model in (ScriptedLanguageModel[])[stage.LanguageModel, stage.SpareLanguageModel])
            {
                (model.FirstToken, model.PerWord) = (TimeSpan.FromMilliseconds(token), TimeSpan.FromMilliseconds(perWord));
            }

            foreach (var voice in (ScriptedTextToSpeech[])[stage.TextToSpeech, stage.SpareTextToSpeech])
            {
                (voice.FirstByte, voice.WordDuration) = (TimeSpan.FromMilliseconds(firstByte), TimeSpan.FromMilliseconds(word));
            }
        });
    }

    private void FailListening()
    {
        if (_random.Next(2) == 0)
        {
            return;
        }

        var kind = Kinds[_random.Next(Kinds.Length)];
        var line = _said[_random.Next(_said.Count)];
        var at = _random.Next(3) == 0 ? 0.1 : line.From + (_random.NextDouble() * (line.To - line.From + 0.4));
        Add(string.Create(CultureInfo.InvariantCulture, $"who listens fails at {at:0.00}: {Name(kind)}"), stage => stage.SpeechToText.Fail(TimeSpan.FromSeconds(at), kind));
    }

    private void FailAnswering()
    {
        if (Failing() is { } failing)
        {
            Add($"{failing.Name} model: {failing}", stage => (failing.IsSpare ? stage.SpareLanguageModel : stage.LanguageModel).Faults = failing.Of);
        }
    }

    private void FailSpeaking()
    {
        if (Failing() is { } failing)
        {
            Add($"{failing.Name} voice: {failing}", stage => (failing.IsSpare ? stage.SpareTextToSpeech : stage.TextToSpeech).Faults = failing.Of);
        }
    }

    private FailingProvider? Failing()
    {
        var fault = new Fault(_random.Next(3) == 0 ? 0 : _random.Next(14), Kinds[_random.Next(Kinds.Length)]);
        var only = _random.Next(2) == 0 ? _random.Next(5) : (int?)null;
        var isSpare = _random.Next(4) == 0;
        if (_random.Next(4) == 0)
        {
            return null;
        }

        _failing++;
        return new FailingProvider(isSpare, fault, only);
    }

    private void Add(string what, Action<CallStage> change) => _happenings.Add(new Happening(what, scenario => scenario.Also(change)));

    private static string Name(ProviderErrorKind? kind) => kind?.ToString() ?? "silence";

    /// <param name="IsSpare">Which of the two.</param>
    /// <param name="Fault">How.</param>
    /// <param name="Only">The request that fails; null is every one.</param>
    private sealed record FailingProvider(bool IsSpare, Fault Fault, int? Only)
    {
        public string Name => IsSpare ? "second" : "first";

        public Fault? Of(int request) => Only is null || request == Only ? Fault : null;

        public override string ToString() => $"after {Fault.After} words {FailoverGenerator.Name(Fault.Kind)}{(Only is { } number ? $", request {number} only" : string.Empty)}";
    }
}

/// <summary>What the caller says.</summary>
/// <param name="Lines">In order.</param>
/// <param name="MayApologise">A model and a voice fail, perhaps in the same answer: the silence that both leave may be too long, and the agent apologises.</param>
internal sealed record SaidLines(IReadOnlyList<SaidLine> Lines, bool MayApologise);

/// <summary>A question of the caller; times in seconds.</summary>
internal sealed record SaidLine(string Text, double From, double To);
