using System.Globalization;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Scenarios.Generated;

/// <summary>Makes up a caller: speech in words and pauses and how a recogniser reports it, noise, echo, keys, gaps in the audio.</summary>
internal sealed class CallerGenerator(Random random, List<Happening> happenings)
{
    private static readonly string[] Lines =
    [
        "when do you open", "I would like two rolls and", "wait a moment please", "Can you book a table for four people?", "no", "stop",
        "my number is", "four two seven", "four two seven nine one", "0171 555 0100", "it is j dot miller at example dot com", "that is M I L L E R",
        "yes please", "well,", "and then", "Thank you, goodbye.", "I said um", "not that one the other one please",
    ];

    private static readonly string[] Acknowledgements = ["uh-huh", "okay", "Mhm.", "yeah", "right", "I see"];
    private static readonly string[] Echoes = ["this is the bakery", "how can I help you", "we open at eight", "let me see what we have left"];

    /// <summary>Does so many things one after the other, sometimes overlapping.</summary>
    /// <returns>When the last of them is over, in seconds.</returns>
    public double Speak(double at, int times)
    {
        for (; times > 0; times--)
        {
            var end = DoSomething(at);
            at = end + random.Next(3) switch
            {
                0 => random.NextDouble() * 0.8,
                1 => random.NextDouble() * 2.5,
                _ => random.NextDouble() * 7,
            };
        }

        return at;
    }

    private double DoSomething(double from)
    {
        var to = from + 0.1 + (random.NextDouble() * 2);
        switch (random.Next(14))
        {
            case 0:
                to = from + 0.06 + (random.NextDouble() * 0.5);
                return Add(from, to, "coughs", scenario => scenario.CallerMakesNoise(from, to));
            case 1:
                return Says(Pick(Acknowledgements), from, from + 0.15 + (random.NextDouble() * 0.5));
            case 2:
                return Says(Pick(Echoes), from, to);
            case 3:
                var key = "1234567890*#"[random.Next(12)];
                return Add(from, from, $"presses {key}", scenario => scenario.CallerPresses(key, from));
            case 4:
                return Add(from, to, "audio comes late, all at once", scenario => scenario.Also(stage => stage.Media.Delay(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))));
            case 5:
                return Whispers(Pick(Lines), from);
            case 6:
                return Pauses(Pick(Lines), Pick(Lines), from);
            case 7:
                return Dictates(from);
            case 8 or 9:
                return JudgedByModel(Pick(Lines), from, to);
            default:
                return Says(Pick(Lines), from, to);
        }
    }

    // A recogniser that settles segments and counts the silence, with the slips such have: late, twice, better written afterwards.
    private double Says(string words, double from, double to)
    {
        var settled = random.Next(8) == 0 ? random.NextDouble() * 2 : random.NextDouble() * 0.6;
        var endOfSpeech = random.Next(4) > 0;
        var slip = random.Next(8);
        var toldApart = random.Next(4) == 0;
        Add(from, to, $"says '{words}', settled {settled:0.00} s later{(endOfSpeech ? ", end heard" : string.Empty)}{slip switch { 0 => ", twice", 1 => ", rewritten", _ => string.Empty }}", scenario =>
        {
            scenario.CallerSays(words, from, to, settled, endOfSpeech);
            if (slip == 0)
            {
                scenario.SpeechToTextReports(Math.Min(((from + to) / 2) + 0.12, to + settled - 0.002), new SpeechEvent.Interim(words.Split(' ')[0]));
            }
            else if (slip == 1)
            {
                scenario.SpeechToTextReports(to + settled, new SpeechEvent.Rewritten(char.ToUpperInvariant(words[0]) + words[1..].TrimEnd('.', '?') + "."));
            }

            if (toldApart)
            {
                scenario.SpeechToTextReports(to + settled + 0.4, new SpeechEvent.Ended(TimeSpan.FromSeconds(to)));
            }
        });
        return to;
    }

    // Too soft for our own voice activity.
    private double Whispers(string words, double from) => Add(from, from + 1, $"whispers '{words}'", scenario => scenario
        .SpeechToTextReports(from + 0.6, new SpeechEvent.Interim(words))
        .SpeechToTextReports(from + 1, new SpeechEvent.Final(words, true)));

    // One sentence with a pause in it that may be longer than the endpointing delay.
    private double Pauses(string first, string second, double from)
    {
        var pause = from + 0.4 + random.NextDouble();
        var again = pause + 0.15 + (random.NextDouble() * 1.5);
        var to = again + 0.4 + random.NextDouble();
        var late = random.NextDouble() * 0.5;
        var isOneSegment = random.Next(2) == 0;
        return Add(from, to, string.Create(CultureInfo.InvariantCulture, $"says '{first}' … from {again:0.00} '{second}'{(isOneSegment ? " as one segment" : string.Empty)}"), scenario =>
        {
            scenario.CallerMakesNoise(from, pause).CallerMakesNoise(again, to);
            scenario.SpeechToTextReports(((from + pause) / 2) + 0.1, new SpeechEvent.Interim(first.Split(' ')[0]));
            scenario.SpeechToTextReports(pause + late, isOneSegment ? new SpeechEvent.Interim(first) : new SpeechEvent.Final(first, EndOfSpeech: false));
            scenario.SpeechToTextReports(((again + to) / 2) + 0.2, new SpeechEvent.Interim(isOneSegment ? $"{first} {second.Split(' ')[0]}" : second.Split(' ')[0]));
            scenario.SpeechToTextReports(to + late, new SpeechEvent.Final(isOneSegment ? $"{first} {second}" : second, EndOfSpeech: true));
        });
    }

    // Group by group, each settled by itself.
    private double Dictates(double from)
    {
        string[] groups = random.Next(2) == 0 ? ["zero one seven one", "five five five", "zero one zero zero"] : ["j dot miller", "at example", "dot com"];
        var gap = 0.2 + (random.NextDouble() * 0.9);
        var late = random.NextDouble() * 0.4;
        var length = groups.Length * (0.8 + gap);
        return Add(from, from + length, string.Create(CultureInfo.InvariantCulture, $"dictates '{string.Join(" … ", groups)}' with pauses of {gap:0.00} s"), scenario =>
        {
            for (var i = 0; i < groups.Length; i++)
            {
                var start = from + (i * (0.8 + gap));
                scenario.CallerSays(groups[i], start, start + 0.8, late, endOfSpeech: i == groups.Length - 1);
            }
        });
    }

    // A recogniser whose model judges the end of the turn: early, taken back, or right away.
    private double JudgedByModel(string words, double from, double to)
    {
        var eager = random.Next(2) == 0;
        var resumed = eager && random.Next(2) == 0;
        var late = 0.2 + (random.NextDouble() * 0.6);
        var more = resumed ? " I mean" : string.Empty;
        var end = resumed ? to + 0.9 : to;
        return Add(from, end, $"says '{words}{more}', judged {(eager ? "early" : "late")}{(resumed ? " and taken back" : string.Empty)}", scenario =>
        {
            scenario.CallerMakesNoise(from, to);
            scenario.SpeechToTextReports(from + 0.1, new SpeechEvent.Started(TimeSpan.FromSeconds(from)));
            scenario.SpeechToTextReports(((from + to) / 2) + 0.1, new SpeechEvent.Interim(words.Split(' ')[0]));
            if (eager)
            {
                scenario.SpeechToTextReports(to + (late / 2), new SpeechEvent.EagerEnd(words, 0.6));
            }

            if (resumed)
            {
                scenario.CallerMakesNoise(to + 0.4, end);
                scenario.SpeechToTextReports(to + 0.5, new SpeechEvent.Resumed());
                scenario.SpeechToTextReports(to + 0.7, new SpeechEvent.Interim(words + more));
            }

            scenario.SpeechToTextReports(end + late, new SpeechEvent.Final(words + more, EndOfSpeech: true) { EndOfTurn = true, EndOfTurnConfidence = 0.8 });
        });
    }

    private double Add(double from, double to, string what, Action<CallScenario> add)
    {
        happenings.Add(new Happening(string.Create(CultureInfo.InvariantCulture, $"{from:0.00}-{to:0.00} caller {what}"), add));
        return to;
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
