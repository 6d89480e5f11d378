using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>Lets the simulated phone ring an account's number, and connects numbers to this server's webhook.</summary>
internal sealed partial class SandboxCalls(
    SandboxHost sandbox,
    PhoneLines lines,
    IWebhookAddress webhooks,
    IHostApplicationLifetime lifetime,
    ILogger<SandboxCalls> logger) : ISandboxCalls
{
    /// <summary>Simulated calls at once, over all accounts.</summary>
    private const int MaxCalls = 10;

    private static readonly string[] Questions =
    [
        "Hello, what are your opening hours?",
        "And how much does it cost to have my bicycle repaired?",
        "Could you check my order 12, please?",
        "And can your shop find my parcel 7?",
        "Thank you very much, goodbye.",
    ];

    private int _running;

    public bool IsAvailable => true;

    public async Task<string?> SimulateCallAsync(AccountId account, CancellationToken cancellationToken)
    {
        var line = (await lines.ListAsync(account, cancellationToken)).FirstOrDefault(candidate => candidate.AgentId is not null);
        if (line is null)
        {
            return "No number of yours has an agent. Add a number and choose its agent under Numbers.";
        }

        await ConnectAsync(account, line.Number, cancellationToken);
        var webhook = await webhooks.ForAsync(account, cancellationToken);
        if (Interlocked.Increment(ref _running) > MaxCalls)
        {
            Interlocked.Decrement(ref _running);
            return "The sandbox is already making as many calls as it can. Wait for one to end.";
        }

        _ = CallAsync(line.Number, webhook);
        return null;
    }

    /// <summary>Sends the events of simulated calls to the number to this server.</summary>
    public async Task ConnectAsync(AccountId account, string number, CancellationToken cancellationToken) =>
        await sandbox.Sandbox.ConnectAsync(number, await webhooks.ForAsync(account, cancellationToken), cancellationToken);

    private async Task CallAsync(string number, Uri webhook)
    {
        try
        {
            await sandbox.Sandbox.CallAsync(number, webhook, Questions, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        catch (Exception unexpected)
        {
            LogFailed(unexpected);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "A simulated call failed")]
    private partial void LogFailed(Exception exception);
}

/// <summary>Stands in where there is no sandbox.</summary>
internal sealed class NoSandboxCalls : ISandboxCalls
{
    public bool IsAvailable => false;

    public Task<string?> SimulateCallAsync(AccountId account, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("Calls can be simulated in the sandbox only.");
}
