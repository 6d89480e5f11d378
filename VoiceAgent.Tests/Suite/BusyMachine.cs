namespace VoiceAgent.Tests.Suite;

/// <summary>
/// Settings of an application that shares its processors with other tests, a browser and its own simulators, and is asked before most of its
/// code is compiled: a simulated provider may need seconds there for what takes milliseconds. Limits as they are for users are proven in
/// virtual time (<c>Scenarios</c>) and by the sandbox's <c>faults</c> command.
/// </summary>
internal static class BusyMachine
{
    public static readonly string[] Settings =
    [
        "--Liveness:Connect=00:00:03",
        "--Liveness:FirstToken=00:00:03",
        "--Liveness:NextToken=00:00:03",
        "--Liveness:FirstAudio=00:00:03",
        "--Liveness:NextAudio=00:00:03",
        "--Liveness:BegunAudio=00:00:03",
        "--Liveness:SpeechUnreported=00:00:05",
        "--Liveness:SpeechUnsettled=00:00:03",
        "--Liveness:Alone=00:00:06",
        "--Liveness:LongestSilence=00:00:07",
    ];
}
