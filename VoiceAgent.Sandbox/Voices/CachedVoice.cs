using System.Collections.Concurrent;

namespace VoiceAgent.Sandbox.Voices;

/// <summary>
/// Remembers what a voice has spoken: the simulated callers and the demo model say the same sentences again and again. Falls back
/// to the built-in voice when the installed program fails. Thread-safe.
/// </summary>
internal sealed class CachedVoice(IVoice voice) : IVoice, IDisposable
{
    private const int MaxTexts = 1000;

    private readonly ConcurrentDictionary<string, Lazy<Task<SynthesizedSpeech>>> _spoken = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly BuiltInVoice _fallback = new();

    public string Name => voice.Name;

    public Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken)
    {
        var speech = _spoken.GetOrAdd(text, key =>
        {
            _order.Enqueue(key);
            return new Lazy<Task<SynthesizedSpeech>>(() => SpeakOnceAsync(key));
        });
        while (_spoken.Count > MaxTexts && _order.TryDequeue(out var oldest))
        {
            _spoken.TryRemove(oldest, out _);
        }

        return speech.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => (voice as IDisposable)?.Dispose();

    // Shared by all who ask for the same text, so that nobody's cancellation reaches it; the voices bound their own time.
    private async Task<SynthesizedSpeech> SpeakOnceAsync(string text)
    {
        try
        {
            return await voice.SpeakAsync(text, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or TimeoutException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return await _fallback.SpeakAsync(text, CancellationToken.None);
        }
    }
}
