using System.Text.Json;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The <c>stream_*</c> fields of a command, with Telnyx's defaults: outgoing audio is ignored unless the mode is <c>rtp</c>, and
/// reaches the caller only when the target legs include the caller's own.
/// </summary>
internal sealed record StreamRequest
{
    public required Uri Url { get; init; }

    /// <summary>inbound_track, outbound_track or both_tracks: what is sent to the app.</summary>
    public required string Track { get; init; }

    /// <summary>Codec towards the app; null follows the leg.</summary>
    public AudioFormat? Codec { get; init; }

    /// <summary>True plays the app's media frames (mode rtp); false ignores them without a word (mode mp3).</summary>
    public required bool PlaysRtp { get; init; }

    /// <summary>Codec of the app's media frames.</summary>
    public required AudioFormat BidirectionalCodec { get; init; }

    /// <summary>False when the audio goes to the opposite leg, which a lone inbound call does not have.</summary>
    public required bool ReachesCaller { get; init; }

    public string? AuthToken { get; init; }

    public JsonElement? CustomParameters { get; init; }

    /// <summary>Reads the fields; null when no stream is asked for.</summary>
    /// <param name="body">The command.</param>
    /// <param name="onAnswer">
    /// The documented <c>answer</c> has no token, sampling rate or custom parameters: there they are ignored, as unknown fields are.
    /// </param>
    /// <exception cref="TelnyxRefusalException">A field is wrong.</exception>
    public static StreamRequest? Read(CommandBody body, bool onAnswer)
    {
        var url = body.Address("stream_url", "ws", "wss");
        var track = body.Text("stream_track") ?? "inbound_track";
        if (track is not ("inbound_track" or "outbound_track" or "both_tracks"))
        {
            throw new TelnyxRefusalException(new TelnyxError(422, "90059", "Invalid stream track", "stream_track is not a known track.")
            { Pointer = "/stream_track" });
        }

        var codec = body.OneOf("stream_codec", "default", "PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16", "default");
        var mode = body.OneOf("stream_bidirectional_mode", "mp3", "mp3", "rtp");
        var outgoing = body.OneOf("stream_bidirectional_codec", "PCMU", "PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16");
        var legs = body.OneOf("stream_bidirectional_target_legs", "opposite", "both", "self", "opposite");
        var rate = onAnswer ? 8000 : body.Number("stream_bidirectional_sampling_rate") ?? 8000;
        if (rate is not (8000 or 16000 or 22050 or 24000 or 48000))
        {
            throw new TelnyxRefusalException(
                TelnyxError.NotInEnum("stream_bidirectional_sampling_rate", "8000, 16000, 22050, 24000, 48000"));
        }

        var token = onAnswer ? null : body.Text("stream_auth_token");
        if (token is not null && token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new TelnyxRefusalException(TelnyxError.Invalid("stream_auth_token", "The token cannot be sent as a header."));
        }

        return url is null ? null : new StreamRequest
        {
            Url = url,
            Track = track,
            Codec = codec == "default" ? null : Carried("stream_codec", codec),
            PlaysRtp = mode == "rtp",
            BidirectionalCodec = Carried("stream_bidirectional_codec", outgoing),
            ReachesCaller = legs != "opposite",
            AuthToken = token,
            CustomParameters = onAnswer ? null : body.Raw("custom_parameters"),
        };
    }

    /// <summary>The real carrier also carries G722, OPUS, AMR-WB and L16; the simulated one says so instead of playing noise.</summary>
    private static AudioFormat Carried(string field, string codec) => codec switch
    {
        "PCMU" => AudioFormat.Pcmu,
        "PCMA" => AudioFormat.Pcma,
        _ => throw new TelnyxRefusalException(
            TelnyxError.Invalid(field, $"The simulated Telnyx carries PCMU and PCMA only, not {codec}.")),
    };
}
