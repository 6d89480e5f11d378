using BenchmarkDotNet.Running;
using VoiceAgent.Benchmarks.Allocation;
using VoiceAgent.Benchmarks.Handshakes;
using VoiceAgent.Benchmarks.Listening;
using VoiceAgent.Benchmarks.Relay;
using VoiceAgent.Benchmarks.Spoken;
using VoiceAgent.Benchmarks.Vault;
using VoiceAgent.Benchmarks.VoiceActivity;

switch (args)
{
    case ["voice-activity", "--recordings", var recordings, "--music", var music, ..]:
        return VoiceActivityMeasurement.Run(recordings, music);
    case ["vault", .. var options]:
        return VaultComparison.Run(options);
    case ["rewrap", .. var options]:
        return await RewrapRun.RunAsync(options);
    case ["allocation", .. var options]:
        return await AllocationMeasurement.RunAsync(options);
    case ["spoken-text", ..]:
        return SpokenTextMeasurement.Run();
    case ["handshakes"]:
        return await HandshakeMeasurement.RunAsync();
    case ["relay", .. var options]:
        return await RelayMeasurement.RunAsync(options);
    case [RelayServer.Argument, var wire, var recogniser]:
        return await RelayServer.ServeAsync(wire, new Uri(recogniser));
    case ["listening"]:
        return await ListeningMeasurement.RunAsync();
    case [ListeningMeasurement.SandboxArgument]:
        return await ListeningMeasurement.ServeAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ListeningMeasurement).Assembly).Run(args);
        return 0;
}
