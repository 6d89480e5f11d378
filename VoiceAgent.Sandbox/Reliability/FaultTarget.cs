namespace VoiceAgent.Sandbox.Reliability;

/// <summary>A provider whose faults are played, by one of its protocols, and who stands behind it.</summary>
internal sealed record FaultTarget
{
    /// <summary>As the report names it.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's slug.</summary>
    public required string Slug { get; init; }

    public required FaultPart Part { get; init; }

    /// <summary>Slug of the second provider of the category.</summary>
    public required string Second { get; init; }

    public string? SpeechToTextModel { get; init; }

    public string? Model { get; init; }

    /// <summary>Messages that pass before a fault in the middle of the stream.</summary>
    public int Middle { get; init; }

    /// <summary>Of a model: messages that pass before a fault in the middle of a tool's arguments.</summary>
    public int MiddleOfArguments { get; init; }

    /// <summary>Whether the agent has to have a tool for this protocol to be spoken.</summary>
    public bool NeedsTool { get; init; }

    /// <summary>Whether the server keeps one socket a call for it.</summary>
    public bool NeedsOneSocketPerCall { get; init; }

    /// <summary>Every provider of a call, by each protocol that it has, and a tool's own server.</summary>
    public static IReadOnlyList<FaultTarget> All { get; } =
    [
        new() { Name = "deepgram", Slug = "deepgram", Part = FaultPart.Listens, Second = "soniox" },
        new() { Name = "deepgram-flux", Slug = "deepgram", Part = FaultPart.Listens, Second = "soniox", SpeechToTextModel = "flux-general-en" },
        new() { Name = "soniox", Slug = "soniox", Part = FaultPart.Listens, Second = "assemblyai" },
        new() { Name = "assemblyai", Slug = "assemblyai", Part = FaultPart.Listens, Second = "deepgram" },
        new() { Name = "openai", Slug = "openai", Part = FaultPart.Answers, Second = "grok", Middle = 7, MiddleOfArguments = 4 },
        new() { Name = "openai-responses", Slug = "openai", Part = FaultPart.Answers, Second = "grok", Model = "gpt-6.1-sol", Middle = 11, MiddleOfArguments = 8, NeedsTool = true },
        new() { Name = "grok", Slug = "grok", Part = FaultPart.Answers, Second = "openai", Middle = 7, MiddleOfArguments = 1 },
        new() { Name = "elevenlabs", Slug = "elevenlabs", Part = FaultPart.Speaks, Second = "hume", Middle = 2 },
        new() { Name = "elevenlabs-multi", Slug = "elevenlabs", Part = FaultPart.Speaks, Second = "hume", Middle = 2, NeedsOneSocketPerCall = true },
        new() { Name = "hume", Slug = "hume", Part = FaultPart.Speaks, Second = "elevenlabs", Middle = 6 },
        new() { Name = "tool", Slug = "tool", Part = FaultPart.Runs, Second = string.Empty, Middle = 1, NeedsTool = true },
    ];

    /// <summary>The slugs of this target's category, the failing one first.</summary>
    public IReadOnlyList<string> Order(FaultPart part) => part == Part && part is not FaultPart.Runs ? [Slug, Second] : part switch
    {
        FaultPart.Listens => ["deepgram", "soniox"],
        FaultPart.Answers => ["openai", "grok"],
        FaultPart.Speaks => ["elevenlabs", "hume"],
        _ => [],
    };
}

/// <summary>Which part of a call a provider carries.</summary>
internal enum FaultPart
{
    Listens,
    Answers,
    Speaks,

    /// <summary>The server of an agent's tool, behind which nobody stands.</summary>
    Runs,
}
