using System.Text.Json;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Benchmarks.Spoken;

/// <summary>What saying a sentence costs between the model and the voice: <c>spoken-text [--json]</c>.</summary>
internal static class SpokenTextMeasurement
{
    private const int Rounds = 20_000;

    private static readonly (string Name, string Text)[] Sentences =
    [
        ("plain", "We would be glad to help you with that today, just tell me what you need."),
        ("numbers", "That makes $12.50 on May 12, 2026 at 3:30 pm, call +1 415-555-0100 or write to john.doe@example.com."),
    ];

    public static int Run()
    {
        var text = SpokenText.For("en-US", [new("Acme", "Ack-mee"), new("SQL", "sequel")]);
        var first = TimeProvider.System.GetTimestamp();
        text.Say(Sentences[1].Text);
        var firstMilliseconds = TimeProvider.System.GetElapsedTime(first).TotalMilliseconds;
        var results = Sentences.ToDictionary(sentence => sentence.Name, sentence => Measure(text, sentence.Text));
        Console.WriteLine(JsonSerializer.Serialize(new { firstMs = Math.Round(firstMilliseconds, 2), sentences = results }));
        return 0;
    }

    private static object Measure(SpokenText text, string sentence)
    {
        for (var round = 0; round < Rounds; round++)
        {
            text.Say(sentence);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            text.Say(sentence);
        }

        return new
        {
            microseconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Rounds, 2),
            bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / Rounds,
        };
    }
}
