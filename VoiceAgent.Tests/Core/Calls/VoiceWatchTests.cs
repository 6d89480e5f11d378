using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Calls;

[Trait("Kind", "Unit")]
public sealed class VoiceWatchTests
{
    /// <summary>Frames of 20 ms: <c>s</c> speaks, <c>-</c> pauses within speech, <c>.</c> is quiet.</summary>
    [Theory]
    [InlineData("..", "")]
    [InlineData("ss---", "0 VoiceStarted")]
    [InlineData("ss----", "0 VoiceStarted | 40 VoicePaused")]
    [InlineData("ss----.", "0 VoiceStarted | 40 VoicePaused | 40 VoiceStopped")]
    [InlineData("ss----ss", "0 VoiceStarted | 40 VoicePaused | VoiceWentOn")]
    [InlineData("sssss", "0 VoiceStarted | VoiceSustained")]
    [InlineData("sssss----ssssss", "0 VoiceStarted | VoiceSustained | 100 VoicePaused | VoiceWentOn | VoiceSustained")]
    public void Pauses_are_told_before_it_is_known_whether_the_voice_has_stopped(string frames, string expected)
    {
        using var detector = new Scripted(frames);
        var watch = new VoiceWatch(detector, TimeSpan.FromMilliseconds(100));
        var told = new List<ConversationEvent>();
        foreach (var _ in frames)
        {
            watch.Hear(default, told, _ => detector.Position, static (list, happened) => list.Add(happened));
        }

        Assert.Equal(expected, string.Join(" | ", told.Select(Text)));
    }

    [Fact]
    public void A_sound_is_told_before_it_is_known_to_be_a_voice()
    {
        const string Frames = ".....ss";
        using var detector = new Scripted(Frames);
        var watch = new VoiceWatch(detector, TimeSpan.FromMilliseconds(20), new SoundOnset());
        var told = new List<ConversationEvent>();
        for (var i = 0; i < Frames.Length; i++)
        {
            var loud = Enumerable.Range(0, 160).Select(at => G711.EncodeMulaw((short)(i < 3 ? 4 : 800 * (at % 2 == 0 ? 1 : -1)))).ToArray();
            watch.Hear(new AudioFrame(loud, AudioFormat.Pcmu), told, _ => detector.Position, static (list, happened) => list.Add(happened));
        }

        Assert.Equal("SoundStarted | 0 VoiceStarted | VoiceSustained", string.Join(" | ", told.Select(Text)));
    }

    private static string Text(ConversationEvent happened) => happened switch
    {
        ConversationEvent.VoiceStarted voice => $"{voice.At.TotalMilliseconds} VoiceStarted",
        ConversationEvent.VoicePaused voice => $"{voice.At.TotalMilliseconds} VoicePaused",
        ConversationEvent.VoiceStopped voice => $"{voice.At.TotalMilliseconds} VoiceStopped",
        _ => happened.GetType().Name,
    };

    private sealed class Scripted(string frames) : IVoiceActivityDetector
    {
        private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
        private int _next;

        public VoiceActivity Activity { get; private set; }

        public TimeSpan Position => _next * Frame;

        public TimeSpan SpeechStart => TimeSpan.Zero;

        public TimeSpan SpeechEnd { get; private set; }

        public TimeSpan VoicedDuration { get; private set; }

        public VoiceActivity Process(AudioFrame frame)
        {
            Activity = frames[_next++] switch { 's' => VoiceActivity.Speaking, '-' => VoiceActivity.Stopping, _ => VoiceActivity.Quiet };
            if (Activity is VoiceActivity.Speaking)
            {
                VoicedDuration += Frame;
                SpeechEnd = Position;
            }

            return Activity;
        }

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
