using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Phone.Callees;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Sandbox.Tools;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox;

/// <summary>What all parts of one running sandbox share. Everything in it is thread-safe.</summary>
internal sealed record SandboxState
{
    public required SandboxOptions Options { get; init; }

    public required IVoice Voice { get; init; }

    public required UtteranceIndex Utterances { get; init; }

    /// <summary>What the simulated text-to-speech providers say, so that the simulated phone understands the agent.</summary>
    public required UtteranceIndex AgentUtterances { get; init; }

    public required TelnyxSimulator Telnyx { get; init; }

    public required SimulatedPhone Phone { get; init; }

    public required SimulatedCallees Callees { get; init; }

    public required FaultBoard Faults { get; init; }

    public ShopTool Tool { get; } = new();

    public required SandboxRecord Recorded { get; init; }

    /// <summary>Cancelled when the server stops; every open exchange ends with it.</summary>
    public required CancellationToken Stopping { get; init; }

    public TimeProvider Time => Options.Time;

    /// <summary>Waits as long as the real provider would think; not at all when <see cref="SandboxOptions.RealisticDelays"/> is off.</summary>
    public Task ThinkAsync(TimeSpan typical, CancellationToken cancellationToken) =>
        Options.RealisticDelays ? Task.Delay(typical, Time, cancellationToken) : Task.CompletedTask;
}
