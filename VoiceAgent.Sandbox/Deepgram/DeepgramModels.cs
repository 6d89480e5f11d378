using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>The answer of <c>/v1/models</c>: streaming and batch models for listening, and voices.</summary>
internal static class DeepgramModels
{
    public static string List() => SandboxJson.Write(new
    {
        stt = new[]
        {
            Model("general", "nova-3-general", "nova-3", streaming: true, "en", "en-US", "de", "fr", "es", "multi"),
            Model("medical", "nova-3-medical", "nova-3", streaming: true, "en", "en-US"),
            Model("phonecall", "nova-2-phonecall", "nova-2", streaming: true, "en", "en-US"),
            Model("medium", "whisper-medium", "whisper", streaming: false, "en", "de"),
        },
        tts = new[]
        {
            new
            {
                name = "thalia", canonical_name = "aura-2-thalia-en", architecture = "aura-2", languages = new[] { "en", "en-US" },
                version = "2025-04-07.0", uuid = "1d6fb6b4-0e1c-4c1c-a6a2-5c3b6f0b7e00",
            },
        },
    });

    private static object Model(string name, string canonical, string architecture, bool streaming, params string[] languages) => new
    {
        name,
        canonical_name = canonical,
        architecture,
        languages,
        version = "2025-04-17.21547",
        uuid = "40bd3654-e622-47c4-a111-63a61b23bd5f",
        batch = true,
        streaming,
        formatted_output = true,
    };
}
