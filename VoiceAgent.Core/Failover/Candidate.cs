using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>A provider that can carry one part of a call, and the port to it on the account's key.</summary>
public sealed record Candidate<T>(ProviderName Provider, T Port);
