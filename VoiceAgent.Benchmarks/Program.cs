using BenchmarkDotNet.Running;
using VoiceAgent.Benchmarks.Listening;
using VoiceAgent.Benchmarks.VoiceActivity;

if (args is ["voice-activity", "--recordings", var recordings, "--music", var music, ..])
{
    return VoiceActivityMeasurement.Run(recordings, music);
}

if (args is ["listening"])
{
    return await ListeningMeasurement.RunAsync();
}

if (args is [ListeningMeasurement.SandboxArgument])
{
    return await ListeningMeasurement.ServeAsync();
}

BenchmarkSwitcher.FromAssembly(typeof(ListeningMeasurement).Assembly).Run(args);
return 0;
