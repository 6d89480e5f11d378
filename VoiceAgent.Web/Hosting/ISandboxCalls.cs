using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting;

/// <summary>The simulated phone of the sandbox.</summary>
public interface ISandboxCalls
{
    /// <summary>Whether the providers are the sandbox's simulators. Constant while the process runs; never true in Production.</summary>
    bool IsAvailable { get; }

    /// <summary>Lets the simulated phone ring one of the account's numbers; null when it does, else the problem in the user's words.</summary>
    Task<string?> SimulateCallAsync(AccountId account, CancellationToken cancellationToken);
}
