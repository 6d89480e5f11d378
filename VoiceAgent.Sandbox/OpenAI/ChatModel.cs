namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>A model of the list and what its chat completions accept.</summary>
internal sealed record ChatModel
{
    private static readonly string[] Ids =
    [
        "gpt-4o", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5", "gpt-5-mini", "gpt-5-nano",
        "gpt-5.1", "gpt-5.2", "gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.5", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna",
        "gpt-6-astra", "gpt-6-sol", "gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-luna", "o3", "o3-mini", "o4-mini",
        "gpt-4o-audio-preview", "gpt-realtime", "gpt-4o-mini-tts", "gpt-4o-transcribe", "gpt-image-1", "text-embedding-3-small", "omni-moderation-latest",
    ];

    private static readonly string[] NotForChat = ["audio", "realtime", "tts", "transcribe", "image", "embedding", "moderation"];

    public static IReadOnlyList<ChatModel> All { get; } = [.. Ids.Select((id, place) => new ChatModel { Id = id, Created = 1_715_367_049 + (place * 1_000_000L) })];

    public required string Id { get; init; }

    public required long Created { get; init; }

    public bool ServesChat => !NotForChat.Any(word => Id.Contains(word, StringComparison.Ordinal));

    public bool IsOSeries => Id is ['o', >= '0' and <= '9', ..];

    public bool IsReasoning => IsOSeries || Id.StartsWith("gpt-5", StringComparison.Ordinal) || Id.StartsWith("gpt-6", StringComparison.Ordinal);

    /// <summary>Values of <c>reasoning_effort</c>; empty for models that do not reason.</summary>
    public IReadOnlyList<string> Efforts => this switch
    {
        { IsReasoning: false } => [],
        { IsOSeries: true } => ["low", "medium", "high"],
        { Id: "gpt-5" or "gpt-5-mini" or "gpt-5-nano" } => ["minimal", "low", "medium", "high"],
        { Id: "gpt-6-astra" or "gpt-6.1-sol" } => ["low", "medium", "high", "xhigh", "max"],
        { Id: "gpt-5.1" } => ["none", "low", "medium", "high"],
        { Id: "gpt-5.2" or "gpt-5.4" or "gpt-5.4-mini" or "gpt-5.4-nano" or "gpt-5.5" } => ["none", "low", "medium", "high", "xhigh"],
        _ => ["none", "low", "medium", "high", "xhigh", "max"],
    };

    /// <summary>What holds when the request names no effort.</summary>
    public string? DefaultEffort => this switch
    {
        { IsReasoning: false } => null,
        { Id: "gpt-5.1" or "gpt-5.2" or "gpt-5.4" or "gpt-5.4-mini" or "gpt-5.4-nano" or "gpt-5.5" } => "none",
        _ => "medium",
    };

    /// <summary>Whether temperature and its like may be set with this effort.</summary>
    public bool TakesSampling(string? effort) => !IsReasoning || (Id.StartsWith("gpt-5.", StringComparison.Ordinal) && effort is "none");

    /// <summary>Whether tools may be given with this effort.</summary>
    public bool TakesTools(string? effort) => !IsReasoning || IsOSeries || Id is "gpt-5" or "gpt-5-mini" or "gpt-5-nano" or "gpt-5.1" or "gpt-5.2" || effort is "none";

    public static ChatModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);
}
