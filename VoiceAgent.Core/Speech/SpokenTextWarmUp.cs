using Microsoft.Extensions.Hosting;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Speech;

/// <summary>Says one sentence in every language when the server starts: the first one costs a hundred milliseconds, which no caller should wait for.</summary>
internal sealed class SpokenTextWarmUp : BackgroundService
{
    private static readonly string[] Languages = ["en-US", "de", "es", "fr"];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var language in Languages)
        {
            SpokenText.For(language, []).Say("Dr. A & B: 12.50 €, $5, 3:30 pm, 12. 5. 2026, May 5, 1/2, 20 %, AB-12, +1 415 555 0100, a@b.com, www.b.com 🎉");
        }

        return Task.CompletedTask;
    }
}
