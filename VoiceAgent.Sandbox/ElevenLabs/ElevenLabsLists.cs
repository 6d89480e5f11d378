using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>The account, its voices, and the models. All voices sound the same: the sandbox has one.</summary>
internal static class ElevenLabsLists
{
    private static readonly (string Id, string Name, string Gender, string Accent)[] KnownVoices =
    [
        ("21m00Tcm4TlvDq8ikWAM", "Rachel", "female", "american"),
        ("EXAVITQu4vr4xnSDxMaL", "Sarah", "female", "american"),
        ("FGY2WhTYpPnrIDTdsKH5", "Laura", "female", "american"),
        ("9BWtsMINqrJLrRacOk9x", "Aria", "female", "american"),
        ("Xb7hH8MSUJpSbSDYk0k2", "Alice", "female", "british"),
        ("XrExE9yKIg1WjnnlVkGX", "Matilda", "female", "american"),
        ("cgSgspJ2msm6clMCkdW9", "Jessica", "female", "american"),
        ("pFZP5JQG7iQjIQuC4Bku", "Lily", "female", "british"),
        ("CwhRBWXzGAHq8TQ4Fs17", "Roger", "male", "american"),
        ("IKne3meq5aSn9XLyUdCD", "Charlie", "male", "australian"),
        ("JBFqnCBsd6RMkjVDRZzb", "George", "male", "british"),
        ("TX3LPaxmHKxFdv7VOQHJ", "Liam", "male", "american"),
        ("cjVigY5qzO86Huf0OWal", "Eric", "male", "american"),
        ("iP95p4xoKVk53GoZ742B", "Chris", "male", "american"),
        ("nPczCjzI2devNBz1zQrb", "Brian", "male", "american"),
        ("onwK4e9ZLuTAKqWW03F9", "Daniel", "male", "british"),
        ("pNInz6obpgDQGcFmaJgB", "Adam", "male", "american"),
    ];

    private static readonly (string Id, string Name, int MaxText)[] KnownModels =
    [
        ("eleven_flash_v2_5", "Eleven Flash v2.5", 40_000),
        ("eleven_flash_v2", "Eleven Flash v2", 30_000),
        ("eleven_turbo_v2_5", "Eleven Turbo v2.5", 40_000),
        ("eleven_turbo_v2", "Eleven Turbo v2", 30_000),
        ("eleven_multilingual_v2", "Eleven Multilingual v2", 10_000),
        ("eleven_v3", "Eleven v3", 3_000),
    ];

    public static bool HasVoice(string id) => KnownVoices.Any(voice => voice.Id == id);

    /// <summary>The longest text of a model; null for an unknown model.</summary>
    public static int? MaxText(string model) => KnownModels.FirstOrDefault(known => known.Id == model) is { Id: not null } found ? found.MaxText : null;

    public static string User(bool isSpent) => SandboxJson.Write(new
    {
        user_id = "sandbox-user",
        subscription = new
        {
            tier = "free",
            character_count = isSpent ? 10_000 : 1_234,
            character_limit = 10_000,
            can_extend_character_limit = false,
            status = "active",
        },
        is_new_user = false,
        xi_api_key_preview = "…",
        can_use_delayed_payment_methods = false,
        first_name = "Sandbox",
    });

    public static string Voices() => SandboxJson.Write(new
    {
        voices = KnownVoices.Select(voice => new
        {
            voice_id = voice.Id,
            name = voice.Name,
            category = "premade",
            labels = new { accent = voice.Accent, gender = voice.Gender, language = "en" },
            description = (string?)null,
            preview_url = (string?)null,
            settings = (object?)null,
        }),
    });

    public static string Models() => SandboxJson.Write(KnownModels.Select(model => new
    {
        model_id = model.Id,
        name = model.Name,
        can_do_text_to_speech = true,
        can_do_voice_conversion = false,
        maximum_text_length_per_request = model.MaxText,
        languages = new[] { new { language_id = "en", name = "English" }, new { language_id = "de", name = "German" } },
        concurrency_group = model.Id.Contains("flash", StringComparison.Ordinal) || model.Id.Contains("turbo", StringComparison.Ordinal) ? "turbo" : "standard",
    }));
}
