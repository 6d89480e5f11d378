using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

/// <summary>A caller who says a constant sound and writes down what is heard, until told to hang up.</summary>
internal sealed class FakeCaller : ICaller
{
    private readonly Observed<Heard> _heard = new();
    private volatile bool _hangUp;
    private int _key;

    /// <summary>Every 20 ms of the call.</summary>
    public Observed<Heard> Frames => _heard;

    /// <summary>The sample that is said all the time.</summary>
    public short Says { get; init; } = 1000;

    public void HangUp() => _hangUp = true;

    public void Press(char key) => Interlocked.Exchange(ref _key, key);

    public CallerAction Exchange(in HeardFrame heard, Span<short> said)
    {
        said.Fill(Says);
        _heard.Add(new Heard(heard.Audio.ToArray(), heard.Format, heard.Cleared));
        var key = (char)Interlocked.Exchange(ref _key, 0);
        return new CallerAction(key is '\0' ? null : key, _hangUp);
    }

    internal sealed record Heard(byte[] Audio, AudioFormat Format, bool Cleared);
}
