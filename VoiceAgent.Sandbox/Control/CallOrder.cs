using System.Text.Json.Serialization;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Sandbox.Control;

/// <summary>Body of <c>POST /control/calls</c>: a call for the simulated phone to make.</summary>
internal sealed record CallOrder
{
    public required string To { get; init; }

    public string? From { get; init; }

    // Set, not init: the generated reader would overwrite the default of an init property that the body leaves out.
    public IReadOnlyList<string> Say { get; set; } = [];

    /// <summary>PCMU or PCMA.</summary>
    public string? Codec { get; init; }

    public bool BargeIn { get; init; }

    /// <summary>Fault scripts that hold while the call runs, such as <c>deepgram:close@2</c>.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    public string? Keys { get; init; }

    public double? HangUpAfterSeconds { get; init; }

    public double? StaySilentSeconds { get; init; }

    public double? TimeoutSeconds { get; init; }

    /// <exception cref="ArgumentException">A number of seconds is out of range.</exception>
    public PhoneScript ToScript()
    {
        var script = new PhoneScript { To = To, Lines = Say, BargeIn = BargeIn, HangUpAfter = Seconds(HangUpAfterSeconds) };
        return script with
        {
            From = From ?? script.From,
            Codec = Codec ?? script.Codec,
            Keys = Keys ?? script.Keys,
            StaySilent = Seconds(StaySilentSeconds) ?? script.StaySilent,
            Timeout = Seconds(TimeoutSeconds) ?? script.Timeout,
        };
    }

    private static TimeSpan? Seconds(double? seconds) => seconds switch
    {
        null => null,
        >= 0 and <= 3600 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new ArgumentException("Seconds must be 0 to 3600."),
    };
}

/// <summary>Body of <c>PUT /control/numbers</c>: the app that a number calls.</summary>
internal sealed record NumberConnection
{
    /// <summary>+E.164; added when the simulated account does not have it.</summary>
    public required string Number { get; init; }

    public required Uri WebhookUrl { get; init; }
}

/// <summary>Answer of <c>GET /control/state</c>.</summary>
internal sealed record ControlState
{
    /// <summary>Base64 of the raw Ed25519 key that webhooks are verified with.</summary>
    public required string TelnyxPublicKey { get; init; }

    public required IReadOnlyList<NumberState> Numbers { get; init; }

    public required int ActiveCalls { get; init; }

    /// <summary>The voice of the simulated caller.</summary>
    public required string Voice { get; init; }
}

internal sealed record NumberState(string Number, Uri? WebhookUrl);

/// <summary>A refusal, in words for the person at the keyboard.</summary>
internal sealed record ControlError(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CallOrder))]
[JsonSerializable(typeof(NumberConnection))]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class ControlJson : JsonSerializerContext;
