using BenchmarkDotNet.Running;
using VoiceAgent.Benchmarks.VoiceActivity;

if (args is ["voice-activity", "--recordings", var recordings, "--music", var music, ..])
{
    return VoiceActivityMeasurement.Run(recordings, music);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
