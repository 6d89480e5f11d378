using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>The address and query of a <c>stream-input</c> socket, checked.</summary>
internal sealed record StreamInputOptions
{
    private const int MaxInactivity = 180;

    private static readonly string[] Booleans = ["enable_logging", "enable_ssml_parsing", "sync_alignment", "auto_mode"];

    public required OutputFormat Format { get; init; }

    /// <summary>Whether every message has its own alignment; otherwise the first of a generation has all of it.</summary>
    public bool SyncAlignment { get; init; }

    /// <summary>Whether every text is spoken at once, without a schedule.</summary>
    public bool AutoMode { get; init; }

    public int InactivitySeconds { get; init; } = 20;

    /// <summary>The refusal, or null and the options.</summary>
    public static ElevenLabsRefusal? Read(HttpRequest request, out StreamInputOptions? options)
    {
        options = null;
        var query = request.Query;
        if (!ElevenLabsLists.HasVoice(request.RouteValues["voice"] as string ?? ""))
        {
            return ElevenLabsRefusal.VoiceNotFound;
        }

        var model = query["model_id"].ToString() is { Length: > 0 } named ? named : "eleven_multilingual_v2";
        if (ElevenLabsLists.MaxText(model) is null || model is "eleven_v3")
        {
            return ElevenLabsRefusal.Bad("model_not_found", $"The model {model} is not available on this socket.");
        }

        var refusal = OutputFormat.Read(query["output_format"].ToString(), out var format);
        if (format is null)
        {
            return refusal;
        }

        foreach (var name in Booleans)
        {
            if (query[name].ToString() is not ("" or "true" or "false"))
            {
                return ElevenLabsRefusal.Bad("invalid_parameter", $"{name} must be true or false.");
            }
        }

        var seconds = 20;
        if (query["inactivity_timeout"].ToString() is { Length: > 0 } inactivity
            && (!int.TryParse(inactivity, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds is < 1 or > MaxInactivity))
        {
            return ElevenLabsRefusal.Bad("invalid_parameter", "inactivity_timeout must be between 1 and 180.");
        }

        if (query["apply_text_normalization"].ToString() is not ("" or "auto" or "on" or "off"))
        {
            return ElevenLabsRefusal.Bad("invalid_parameter", "apply_text_normalization must be auto, on or off.");
        }

        options = new StreamInputOptions
        {
            Format = format,
            SyncAlignment = query["sync_alignment"] == "true",
            AutoMode = query["auto_mode"] == "true",
            InactivitySeconds = seconds,
        };
        return null;
    }
}
