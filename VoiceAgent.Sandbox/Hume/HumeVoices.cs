namespace VoiceAgent.Sandbox.Hume;

/// <summary>The shared library. All voices sound the same: the sandbox has one.</summary>
internal static class HumeVoices
{
    public static IReadOnlyList<(Guid Id, string Name)> Library { get; } =
    [
        (new("5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c"), "Ava Song"),
        (new("9e068547-5ba4-4c8e-8e03-69282a008f04"), "Male English Actor"),
        (new("176a55b1-4468-4736-8878-db82729667c1"), "Kora"),
        (new("c404b7c6-5ed7-4ab5-a58a-38829e9a70ec"), "Vince Douglas"),
    ];

    public static bool Has(string? id, string? name) => Library.Any(voice => voice.Id.ToString() == id || voice.Name == name);
}
