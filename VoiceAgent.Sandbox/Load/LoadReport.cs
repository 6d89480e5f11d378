using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Sandbox.Load;

/// <summary>What one run showed. Times in milliseconds; null where nothing was measured.</summary>
internal sealed record LoadReport
{
    public required int Calls { get; init; }

    /// <summary>Calls that made all of their turns.</summary>
    public required int Completed { get; init; }

    /// <summary>Calls that the server did not take; all others were begun.</summary>
    public required int Refused { get; init; }

    /// <summary>
    /// What the server adds to a turn: final transcript sent to model request received, first token sent to text received by the voice, and
    /// first audio sent to first frame received by the caller, together.
    /// </summary>
    public required LoadPercentiles OverheadMs { get; init; }

    public required double? LateFramesPer10k { get; init; }

    /// <summary>First loud frame of a caller who speaks over the agent to the clear that he receives.</summary>
    public required LoadPercentiles BargeInMs { get; init; }

    /// <summary>Start of the stream to the first frame of the greeting.</summary>
    public required LoadPercentiles GreetingMs { get; init; }

    public required double? CpuSecondsPerCallMinute { get; init; }

    public required double? RssPerCallKiB { get; init; }

    public required LoadParts PartsMs { get; init; }

    /// <summary>Caller's frame sent to received by the recogniser.</summary>
    public required LoadPercentiles FrameLagMs { get; init; }

    /// <summary>Last loud frame of a turn to the first frame of its answer; 300 ms of it are the silence that ends the turn.</summary>
    public required LoadPercentiles VoiceToVoiceMs { get; init; }

    public required int TurnsAnswered { get; init; }

    public required int TurnsUnanswered { get; init; }

    public required int BargeIns { get; init; }

    public required int BargeInsMissed { get; init; }

    public required double CallMinutes { get; init; }

    /// <summary>Managed bytes allocated for each 20 ms of call, everything included.</summary>
    public required double? AllocatedBytesPerFrame { get; init; }

    public required LoadServerUse Server { get; init; }

    /// <summary>This side: callers and simulated providers.</summary>
    public required LoadGeneratorUse Generator { get; init; }

    /// <summary>Why calls broke off, the first few.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}

/// <summary>The three parts of the overhead.</summary>
internal sealed record LoadParts(LoadPercentiles FinalToModel, LoadPercentiles TokenToVoice, LoadPercentiles AudioToCaller);

/// <summary>The server's process: its cores while calls ran, memory, and what its garbage collector did.</summary>
internal sealed record LoadServerUse(
    double? Cores, long? RssBeforeKiB, IReadOnlyList<long> RssKiB, long? RssAfterKiB, int? Threads, IReadOnlyList<int>? Collections, double? PauseMs, long? HeapKiB);

/// <summary>The generator's process. A figure of the server means little where this side was late.</summary>
internal sealed record LoadGeneratorUse(double? Cores, LoadPercentiles ClockDelayMs, long StalledSends, long FramesHeard);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(IReadOnlyList<LoadReport>))]
[JsonSerializable(typeof(ManagedUse))]
internal sealed partial class LoadJson : JsonSerializerContext
{
    public static LoadJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
