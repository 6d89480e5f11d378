using VoiceAgent.Web.Components.Calls;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Home;

/// <summary>Lets the sandbox's phone ring one of the account's numbers; shown only where there is a sandbox.</summary>
public sealed partial class SimulateCall(ISandboxCalls sandbox, CurrentAccount current)
{
    private bool _isCalling;
    private string? _problem;

    private string ButtonText => _isCalling ? CallsText.Simulating : CallsText.Simulate;

    private async Task CallAsync()
    {
        (_isCalling, _problem) = (true, null);
        try
        {
            _problem = await sandbox.SimulateCallAsync((await current.GetAsync()).AccountId, CancellationToken.None);
        }
        finally
        {
            _isCalling = false;
        }
    }
}
