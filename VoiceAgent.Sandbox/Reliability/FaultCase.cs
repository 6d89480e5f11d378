using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>One fault of one provider at one moment.</summary>
/// <param name="Target">Who fails.</param>
/// <param name="Fault">How, as scripts write it.</param>
/// <param name="Moment">When.</param>
internal sealed record FaultCase(FaultTarget Target, string Fault, FaultMoment Moment)
{
    private static readonly string[] AtConnect = ["401", "quota", "429", "503", "delay=4000", "silence", "drop"];
    private static readonly string[] AtFirstResult = ["close", "drop", "silence", "garbage", "error"];
    private static readonly string[] MidStream = ["close", "drop", "silence", "garbage", "error", "slow"];

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        .. FaultTarget.All.SelectMany(target => (FaultCase[])
        [
            .. AtConnect.Select(fault => new FaultCase(target, fault, FaultMoment.Connect)),
            .. AtFirstResult.Select(fault => new FaultCase(target, fault, FaultMoment.FirstResult)),
            .. MidStream.Select(fault => new FaultCase(target, fault, FaultMoment.MidStream)),
        ]),
    ];

    /// <summary>As reports write the moment.</summary>
    public string MomentName => Moment switch
    {
        FaultMoment.Connect => "connect",
        FaultMoment.FirstResult => "first result",
        _ => "mid-stream",
    };

    /// <summary>As reports write the fault: without its milliseconds.</summary>
    public string FaultName => Fault.Split('=')[0];

    /// <summary>
    /// When the fault is put on the board: before the call, when the caller begins to ask, or in the middle of the question. Speech-to-text
    /// has one stream for the whole call, so that its moments are those of the caller's speech.
    /// </summary>
    public FaultMoment Posted => this switch
    {
        { Moment: FaultMoment.Connect } or { Fault: "slow" } => FaultMoment.Connect,
        { Target.Part: FaultPart.Listens, Moment: FaultMoment.MidStream } => FaultMoment.MidStream,
        _ => FaultMoment.FirstResult,
    };

    /// <param name="key">Hits only who shows this key.</param>
    public Fault ToFault(string key)
    {
        var fault = Faults.Fault.Parse($"{Target.Slug}:{Fault}");
        var isTcp = fault.Kind is FaultKind.Silence or FaultKind.Drop;
        return fault with
        {
            Key = key,
            After = Moment switch
            {
                FaultMoment.Connect when isTcp => Faults.Fault.AtConnect,
                FaultMoment.MidStream when fault.Kind is not FaultKind.Slow => Target.Middle,
                _ => 0,
            },
        };
    }
}
