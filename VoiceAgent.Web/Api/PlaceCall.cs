using System.ComponentModel;

namespace VoiceAgent.Web.Api;

/// <summary>Body of a request to make a call.</summary>
public sealed record PlaceCall
{
    [Description("Id of the agent that speaks.")]
    public required string Agent { get; init; }

    [Description("The number to call, +E.164. Emergency, short, premium-rate and your own numbers are refused.")]
    public required string To { get; init; }

    [Description("Your number that the other side sees; left out, the agent's own, or else your first.")]
    public string? From { get; init; }

    [Description("What your program calls it, kept with the call; 100 characters at most.")]
    public string? Reference { get; init; }
}
