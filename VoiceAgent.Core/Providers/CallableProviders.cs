namespace VoiceAgent.Core.Providers;

/// <summary>The providers that calls can run on in this version; keys of the others can be stored and tested already.</summary>
public sealed class CallableProviders(IReadOnlySet<ProviderName> names)
{
    public bool Contains(ProviderName provider) => names.Contains(provider);
}
