using System.Text.RegularExpressions;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>
/// The simulated model's answers: short phone sentences chosen by what the caller's last words are about. Where the instructions
/// have a sentence on the subject, that sentence is the answer. The same conversation always gets the same answer.
/// </summary>
internal static partial class DemoBrain
{
    private static readonly Subject[] Subjects =
    [
        new(Goodbye(), null, "You're welcome. Thank you for calling, goodbye!"),
        new(Repeat(), null, null),
        new(Hours(), Hours(), "We are open Monday to Friday from nine to six, and Saturday until one. Is there anything else I can help you with?"),
        new(Address(), Address(), "You find us at twelve Market Street, right next to the station. Shall I send you the directions?"),
        new(Price(), Price(), "A first visit is forty nine euros. I can tell you the price of anything else, too."),
        new(Appointment(), null, "I can book that for you. Would Tuesday at ten in the morning suit you?"),
        new(Human(), null, "Of course. I will let a colleague know, and they will call you back on this number."),
        new(Name(), null, "Thank you, I have noted your name. What can I do for you?"),
        new(WhoAreYou(), null, "I am the voice assistant here, and I answer the phone. What can I do for you?"),
        new(Thanks(), null, "You're welcome. Is there anything else I can help you with?"),
        new(No(), null, "All right. Is there anything else I can do for you?"),
        new(Yes(), null, "Great, that is done. Is there anything else I can help you with?"),
        new(Hello(), null, "Hello! How can I help you today?"),
    ];

    public static string Answer(IReadOnlyList<ChatMessage> messages)
    {
        if (messages is [.., { Role: "tool" }])
        {
            var results = messages.Reverse().TakeWhile(message => message.Role is "tool").Reverse().Select(message => message.Text.Trim()).ToList();
            return results.TrueForAll(result => Failed().IsMatch(result))
                ? "I am sorry, I cannot look that up at the moment."
                : $"Here is what I found: {string.Join(" ", results.Select(DemoSpeech.Of))}";
        }

        var asked = messages.LastOrDefault(message => message.Role is "user").Text?.Trim() ?? "";
        if (asked.Length is 0)
        {
            return "Hello! How can I help you today?";
        }

        if (Subjects.FirstOrDefault(subject => subject.Asked.IsMatch(asked)) is not { } subject)
        {
            return $"You asked: {Reflect(asked)} I am only a demonstration, but I heard every word. What else would you like to know?";
        }

        if (subject.Answer is null)
        {
            var last = messages.LastOrDefault(message => message.Role is "assistant").Text;
            return string.IsNullOrWhiteSpace(last) ? "I am the voice assistant here. How can I help you?" : $"Of course. I said: {last}";
        }

        return FromInstructions(messages, subject) ?? subject.Answer;
    }

    // A question is not answered with an instruction about it: only a sentence that states something counts.
    private static string? FromInstructions(IReadOnlyList<ChatMessage> messages, Subject subject) => subject.Told is null
        ? null
        : messages.Where(message => message.Role is "system" or "developer")
            .SelectMany(message => Sentence().Matches(message.Text).Select(match => match.Value.Trim()))
            .FirstOrDefault(sentence => subject.Told.IsMatch(sentence) && States().IsMatch(sentence) && !Instructs().IsMatch(sentence));

    private static string Reflect(string asked)
    {
        const int Most = 120;
        var shown = asked.Length <= Most ? asked : string.Concat(asked.AsSpan(0, asked.LastIndexOf(' ', Most) is > 0 and var cut ? cut : Most), ".");
        return shown[^1] is '.' or '?' or '!' ? shown : shown + ".";
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^The (service|tool) (did not answer|could not be|broke off|failed|answered with (status|a redirect))\b", Options)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\b(good ?bye|bye|that('s| is| was) all|have a (nice|good) day)\b", Options)]
    private static partial Regex Goodbye();

    [GeneratedRegex(@"\b(repeat|say (that|it) again|pardon|didn'?t (hear|understand|catch)|once more|what did you say)\b", Options)]
    private static partial Regex Repeat();

    [GeneratedRegex(@"\b(open|opening|opened|close|closed|closing|hours|what time)\b", Options)]
    private static partial Regex Hours();

    [GeneratedRegex(@"\b(address|where|located|location|find (us|you)|directions|parking|street)\b", Options)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(price|prices|cost|costs|how much|fee|expensive|euros?|dollars?)\b", Options)]
    private static partial Regex Price();

    [GeneratedRegex(@"\b(appointment|book|booking|reserve|reservation|schedule|reschedule|table for|cancel|free slot)\b", Options)]
    private static partial Regex Appointment();

    [GeneratedRegex(@"\b(human|real person|someone else|manager|operator|representative|transfer|call me back)\b", Options)]
    private static partial Regex Human();

    [GeneratedRegex(@"\b(my name is|my name's|this is|i am called)\b", Options)]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(who are you|your name|are you (a )?(robot|human|machine|real)|who is this|am i speaking)\b", Options)]
    private static partial Regex WhoAreYou();

    [GeneratedRegex(@"\b(thanks|thank you|cheers)\b", Options)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^\W*(no|nope|not really|nothing)\b", Options)]
    private static partial Regex No();

    [GeneratedRegex(@"^\W*(yes|yeah|yep|sure|please|ok|okay|of course|exactly|correct|right|perfect|great)\b", Options)]
    private static partial Regex Yes();

    [GeneratedRegex(@"^\W*(hello|hi|hey|good (morning|afternoon|evening))\b", Options)]
    private static partial Regex Hello();

    [GeneratedRegex(@"[^.!?\n]+[.!?]?", Options)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b(is|are|from|costs?|until|at)\b", Options)]
    private static partial Regex States();

    [GeneratedRegex(@"^\W*(write|use|keep|make|give|offer|read|mention|be|take|help|let)\b|\b(you are|you're|if|when|always|never|ask|answer|tell|say|speak|do not|don't|please|must|should)\b", Options)]
    private static partial Regex Instructs();

    /// <param name="Asked">Finds the subject in the caller's words.</param>
    /// <param name="Told">Finds it in the instructions; null when they are not looked at.</param>
    /// <param name="Answer">What is said otherwise; null repeats the last answer.</param>
    private sealed record Subject(Regex Asked, Regex? Told, string? Answer);
}
