using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>One fault of one provider at one moment.</summary>
/// <param name="Target">Who fails.</param>
/// <param name="Fault">How, as scripts write it.</param>
/// <param name="Moment">When.</param>
internal sealed record FaultCase(FaultTarget Target, string Fault, FaultMoment Moment)
{
    private static readonly string[] Refused = ["401", "quota", "429", "503", "delay=4000"];
    private static readonly string[] AtConnect = [.. Refused, "silence", "drop"];
    private static readonly string[] InStream = ["close", "drop", "silence", "garbage", "error"];
    private static readonly string[] MidStream = [.. InStream, "slow"];

    public static IReadOnlyList<FaultCase> All { get; } = [.. FaultTarget.All.SelectMany(Of)];

    /// <summary>As reports write the moment.</summary>
    public string MomentName => Moment switch
    {
        FaultMoment.Connect => "connect",
        FaultMoment.FirstResult => "first result",
        FaultMoment.MidStream => "mid-stream",
        FaultMoment.ToolArguments => "tool arguments",
        _ => "tool call",
    };

    /// <summary>As reports write the fault: without its milliseconds.</summary>
    public string FaultName => Fault.Split('=')[0];

    /// <summary>Whether the agent has a tool.</summary>
    public bool UsesTool => Target.NeedsTool || Moment is FaultMoment.ToolArguments or FaultMoment.ToolCall;

    /// <summary>Whether the caller's question has to have its tool run, once.</summary>
    public bool MustRunTool => Moment is FaultMoment.ToolArguments or FaultMoment.ToolCall;

    public FaultDialog Dialog => this switch
    {
        { Target.Part: FaultPart.Runs } => FaultDialog.WithoutResult,
        { Moment: FaultMoment.ToolArguments or FaultMoment.ToolCall } => FaultDialog.WithTool,
        _ => FaultDialog.Plain,
    };

    /// <summary>
    /// When the fault is put on the board: before the call, when the caller begins to ask, in the middle of the question, or when the tool is
    /// asked. Speech-to-text has one stream for the whole call, so that its moments are those of the caller's speech.
    /// </summary>
    public FaultMoment Posted => this switch
    {
        { Target.Part: FaultPart.Runs } => FaultMoment.Connect,
        { Moment: FaultMoment.ToolCall } => FaultMoment.ToolCall,
        { Moment: FaultMoment.ToolArguments } => FaultMoment.FirstResult,
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
            AtOnce = Target.Part is FaultPart.Listens && Moment is FaultMoment.ToolCall,
            After = Moment switch
            {
                _ when fault.Kind is FaultKind.Slow => 0,
                FaultMoment.Connect when isTcp => Faults.Fault.AtConnect,
                FaultMoment.MidStream => Target.Middle,
                FaultMoment.ToolArguments => Target.MiddleOfArguments,
                _ => 0,
            },
        };
    }

    // Who listens opens no connection while a tool runs, and neither does a voice on its one socket: they have nothing to be refused there.
    private static IEnumerable<FaultCase> Of(FaultTarget target) => target.Part is FaultPart.Runs
        ? [.. At(target, FaultMoment.Connect, "503", "delay=4000", "silence", "drop"), .. At(target, FaultMoment.MidStream, "silence", "drop")]
        :
        [
            .. At(target, FaultMoment.Connect, AtConnect), .. At(target, FaultMoment.FirstResult, InStream), .. At(target, FaultMoment.MidStream, MidStream),
            .. target.Part is FaultPart.Answers ? At(target, FaultMoment.ToolArguments, MidStream) : [],
            .. At(target, FaultMoment.ToolCall, target.Part is FaultPart.Listens || target.NeedsOneSocketPerCall ? InStream : [.. Refused, .. MidStream]),
        ];

    private static IEnumerable<FaultCase> At(FaultTarget target, FaultMoment moment, params string[] faults) => faults.Select(fault => new FaultCase(target, fault, moment));
}
