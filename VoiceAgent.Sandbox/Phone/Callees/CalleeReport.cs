namespace VoiceAgent.Sandbox.Phone.Callees;

/// <summary>What somebody who was called heard.</summary>
/// <param name="Number">Whose telephone it was, +E.164.</param>
/// <param name="EndCause">How the call ended, in the carrier's words.</param>
/// <param name="HungUp">Whether the one called hung up.</param>
/// <param name="Steps">What the one called did, with what was heard meanwhile.</param>
public sealed record CalleeReport(string Number, string EndCause, bool HungUp, IReadOnlyList<CalleeHearing> Steps);

/// <summary>A step of the one called.</summary>
/// <param name="Step">say, tone, wait, listen, await_key, hang_up.</param>
/// <param name="Said">What was said, of <c>say</c>.</param>
/// <param name="Start">From the answer.</param>
/// <param name="End">From the answer.</param>
/// <param name="Heard">The agent's words that ended during the step.</param>
public sealed record CalleeHearing(string Step, string? Said, TimeSpan Start, TimeSpan End, string Heard);
