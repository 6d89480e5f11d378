namespace VoiceAgent.Core.Tools.Http;

/// <summary>What came of a tool's request.</summary>
/// <param name="Text">For the model: the selected part of the answer, or what went wrong.</param>
/// <param name="IsFailure">Whether it did not work.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Duration">From the request to the end of the answer.</param>
public sealed record HttpToolAnswer(string Text, bool IsFailure, int? Status, TimeSpan Duration);

/// <summary>A request to make for a tool.</summary>
/// <param name="Account">Whose tool it is.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">An object that fits its schema.</param>
public sealed record HttpToolCall(Accounts.AccountId Account, HttpTool Tool, System.Text.Json.JsonElement Arguments);
