using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Conversations;

/// <summary>What stopped one part of a call.</summary>
/// <param name="Category">The part of the call.</param>
/// <param name="Provider">Who failed; null when nobody is known to carry that part.</param>
/// <param name="Kind">How.</param>
public sealed record ProviderFailure(ProviderCategory Category, ProviderName? Provider, ProviderErrorKind Kind);
