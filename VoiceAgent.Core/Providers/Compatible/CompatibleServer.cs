namespace VoiceAgent.Core.Providers.Compatible;

/// <summary>
/// A language-model server that the operator has set up for this installation's accounts: it speaks OpenAI's chat completions (vLLM,
/// Ollama, Groq, …). An account chooses it like a region of <see cref="ProviderName.Compatible"/>; its address is the operator's alone.
/// </summary>
public sealed record CompatibleServer
{
    /// <summary>Stored with an account's key: lower-case letters, digits and dashes of <see cref="Name"/>.</summary>
    public required string Id { get; init; }

    /// <summary>As users read it, at most 32 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The address that <c>/chat/completions</c> and <c>/models</c> are appended to; usually ends with <c>/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The model of agents that name none, of a server that takes over, and of the key test.</summary>
    public required string DefaultModel { get; init; }

    /// <summary>Whether each account brings a key. Without, no key is sent, and an account that wants to use the server says so once.</summary>
    public bool RequiresKey { get; init; } = true;

    /// <summary>Whether it takes tools. Without, an agent's tools are not offered to its models.</summary>
    public bool HasTools { get; init; } = true;

    /// <summary>Whether it knows <c>stream_options.include_usage</c>. Without, nothing is known of what an answer cost.</summary>
    public bool HasUsage { get; init; } = true;

    /// <summary>How it is offered for choice.</summary>
    public ProviderRegion Region => new(Id, RequiresKey ? Name : $"{Name} (no key needed)", BaseUrl);

    internal ProviderEndpoint Endpoint => new(BaseUrl, BaseUrl, BaseUrl.Authority);
}
