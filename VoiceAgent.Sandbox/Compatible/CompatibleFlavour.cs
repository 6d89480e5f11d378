namespace VoiceAgent.Sandbox.Compatible;

/// <summary>In what servers that speak OpenAI's chat completions differ.</summary>
internal sealed record CompatibleFlavour
{
    public required string Name { get; init; }

    /// <summary>What stands before <c>/chat/completions</c> and <c>/models</c>.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public bool NeedsKey { get; init; } = true;

    /// <summary>Whether everybody may read the list of models.</summary>
    public bool TellsModelsToAll { get; init; }

    /// <summary>Whether a member that is not known is refused rather than ignored.</summary>
    public bool RefusesUnknown { get; init; }

    /// <summary>Whether <c>max_completion_tokens</c> is known beside <c>max_tokens</c>.</summary>
    public bool KnowsMaxCompletionTokens { get; init; } = true;

    /// <summary>Whether <c>tool_choice</c> is obeyed.</summary>
    public bool ObeysToolChoice { get; init; } = true;

    /// <summary>Whether each tool call comes whole in one chunk, else in fragments.</summary>
    public bool SendsCallsWhole { get; init; }

    /// <summary>Whether the role stands in every chunk, else in a first one of its own.</summary>
    public bool RepeatsRole { get; init; }

    /// <summary>Whether comments keep the connection busy until the first token.</summary>
    public bool SendsComments { get; init; }

    public static IReadOnlyList<CompatibleFlavour> All { get; } =
    [
        new() { Name = "vllm", Path = "/vllm/v1", Models = ["meta-llama/Llama-3.1-8B-Instruct"] },
        new()
        {
            Name = "ollama", Path = "/ollama/v1", Models = ["llama3.1:8b", "qwen3:4b"], NeedsKey = false, TellsModelsToAll = true,
            KnowsMaxCompletionTokens = false, ObeysToolChoice = false, SendsCallsWhole = true, RepeatsRole = true,
        },
        new() { Name = "groq", Path = "/groq/openai/v1", Models = ["llama-3.1-8b-instant", "openai/gpt-oss-20b"], RefusesUnknown = true, SendsCallsWhole = true },
        new()
        {
            Name = "openrouter", Path = "/openrouter/api/v1", Models = ["meta-llama/llama-3.1-8b-instruct"], TellsModelsToAll = true, RepeatsRole = true,
            SendsComments = true,
        },
    ];
}
