using System.Collections.Concurrent;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Telnyx.Dialling;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Phone.Callees;

/// <summary>
/// The telephones that agents can call in the sandbox. The last two digits of the number tell what happens, as <see cref="Describe"/> lists;
/// every other number is a person who says hello. Thread-safe.
/// </summary>
public sealed class SimulatedCallees : ICallees
{
    private const int KeptReports = 100;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(700);

    private readonly IVoice _voice;
    private readonly UtteranceIndex _utterances;
    private readonly UtteranceIndex _agentUtterances;
    private readonly TimeSpan _ring;
    private readonly ConcurrentQueue<CalleeReport> _reports = new();
    private readonly ConcurrentDictionary<ICaller, string> _numbers = new();

    internal SimulatedCallees(IVoice voice, UtteranceIndex utterances, UtteranceIndex agentUtterances, bool takeTheirTime)
    {
        _voice = voice;
        _utterances = utterances;
        _agentUtterances = agentUtterances;
        _ring = takeTheirTime ? TimeSpan.FromSeconds(3) : TimeSpan.FromMilliseconds(200);
    }

    /// <summary>Last two digits of the number, and what happens.</summary>
    public static IReadOnlyDictionary<string, string> Describe { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["01"] = "is busy",
        ["02"] = "does not answer",
        ["03"] = "declines",
        ["04"] = "does not exist",
        ["05"] = "is refused by the carrier",
        ["06"] = "hangs up after saying hello",
        ["07"] = "says nothing at first",
        ["08"] = "answers as a company does, with a long sentence",
        ["10"] = "is a voicemail that asks for a message after the tone",
        ["11"] = "is a voicemail with a personal greeting and a tone",
        ["12"] = "is screened by an assistant, then picks up",
        ["13"] = "is screened by an assistant and does not pick up",
        ["14"] = "is a menu of keys to press, with a person behind key 1",
    };

    /// <summary>What the last ones who picked up have heard, oldest first.</summary>
    public IReadOnlyList<CalleeReport> Reports => [.. _reports];

    async ValueTask<Callee> ICallees.FindAsync(string number, CancellationToken cancellationToken)
    {
        var refusal = number[^2..] switch
        {
            "01" => CallEnding.Busy,
            "03" => CallEnding.Rejected,
            "04" => CallEnding.NotFound,
            "05" => CallEnding.Forbidden,
            _ => null,
        };
        if (refusal is not null || number.EndsWith("02", StringComparison.Ordinal))
        {
            return new Callee { RingsFor = _ring, Refusal = refusal };
        }

        var answers = new SteppedCallee(await StepsAsync(number[^2..], cancellationToken), _agentUtterances);
        _numbers[answers] = number;
        return new Callee { RingsFor = _ring, Answers = answers };
    }

    void ICallees.Ended(ICaller callee, CallEnding ending)
    {
        if (callee is SteppedCallee stepped && _numbers.TryRemove(callee, out var number))
        {
            _reports.Enqueue(stepped.Report(number, ending));
            while (_reports.Count > KeptReports)
            {
                _reports.TryDequeue(out _);
            }
        }
    }

    private Task<IReadOnlyList<CalleeStep>> StepsAsync(string digits, CancellationToken cancellationToken) => digits switch
    {
        "06" => ListAsync(cancellationToken, "Hello?", new CalleeStep.Wait(TimeSpan.FromMilliseconds(300)), new CalleeStep.HangUp()),
        "07" => ListAsync(cancellationToken, new CalleeStep.Wait(TimeSpan.FromSeconds(4)), "Hello? Who is this?", Answer(), "I see, thank you, goodbye.", Answer()),
        "08" => ListAsync(
            cancellationToken, "Good morning, Harbour Street Dental Practice, Anna speaking, how can I help you?", Answer(), "Let me look. Yes, that works. Goodbye.", Answer()),
        "10" => ListAsync(
            cancellationToken,
            "Hello, you have reached the voicemail of Sam Carter. I can't take your call right now. Please leave a message after the tone.",
            new CalleeStep.Wait(TimeSpan.FromMilliseconds(400)), Beep(1000), Record()),
        "11" => ListAsync(
            cancellationToken,
            "Hi, this is Sam Carter, I am out on the road today and will be back in the office on Monday morning, so please tell me what it is about and I will call you back soon.",
            new CalleeStep.Wait(TimeSpan.FromMilliseconds(400)), Beep(440), Record()),
        "12" => ListAsync(
            cancellationToken,
            "Hi, the person you're calling is using a screening service. Please state your name and why you're calling.", Answer(),
            "Thank you. Please stay on the line.", new CalleeStep.Wait(TimeSpan.FromSeconds(3)),
            "Hello, this is Sam.", Answer(), "All right, thank you, goodbye.", Answer()),
        "13" => ListAsync(
            cancellationToken,
            "Hi, the person you're calling is using a screening service. Please state your name and why you're calling.", Answer(),
            "The person you're calling is not available. Goodbye.", new CalleeStep.HangUp()),
        "14" => MenuAsync(cancellationToken),
        _ => ListAsync(cancellationToken, new CalleeStep.Wait(TimeSpan.FromMilliseconds(600)), "Hello?", Answer(), "Yes, this is Sam. Thank you, goodbye.", Answer()),
    };

    private async Task<IReadOnlyList<CalleeStep>> MenuAsync(CancellationToken cancellationToken)
    {
        var key = new CalleeStep.AwaitKey(TimeSpan.FromSeconds(6), new Dictionary<char, IReadOnlyList<CalleeStep>>
        {
            ['1'] = await ListAsync(cancellationToken, "You have chosen appointments. This is Anna, what can I do for you?", Answer(), "All right, thank you, goodbye.", Answer()),
            ['2'] = await ListAsync(cancellationToken, "You have chosen billing. Nobody is in the office today. Goodbye.", new CalleeStep.HangUp()),
        });
        return await ListAsync(
            cancellationToken,
            "Thank you for calling Harbour Street Dental Practice. For appointments, press one. For billing, press two.", key,
            "For appointments, press one. For billing, press two.", key, "Goodbye.", new CalleeStep.HangUp());
    }

    private static CalleeStep.Listen Answer() => new(Turn, Long);

    private static CalleeStep.Listen Record() => new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));

    private static CalleeStep.Tone Beep(double frequency) => new(frequency, TimeSpan.FromMilliseconds(500));

    /// <summary>Texts are said.</summary>
    private async Task<IReadOnlyList<CalleeStep>> ListAsync(CancellationToken cancellationToken, params object[] steps)
    {
        var list = new List<CalleeStep>();
        foreach (var step in steps)
        {
            list.Add(step as CalleeStep ?? new CalleeStep.Say(await PrepareAsync((string)step, cancellationToken)));
        }

        return list;
    }

    private async Task<CallerLine> PrepareAsync(string text, CancellationToken cancellationToken)
    {
        var speech = await _voice.SpeakAsync(text, cancellationToken);
        _utterances.Register(speech);
        return new CallerLine(text, speech);
    }
}
