using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>How the agent speaks in one language.</summary>
/// <param name="Settings">Language, pace and format; the voice itself is each provider's own.</param>
/// <param name="Spoken">Says what is written.</param>
internal sealed record CallVoice(VoiceSettings Settings, SpokenText Spoken);
