using System.Security.Cryptography;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>
/// The account that a visitor of the sandbox tries the product with: sandbox keys, one agent, one number. Nobody knows its password;
/// it is entered through the Try the sandbox button only.
/// </summary>
internal sealed class DemoAccount(
    Registration registration,
    Users users,
    IProviderKeys keys,
    AgentRepository agents,
    PhoneLines lines,
    SandboxHost sandbox,
    DemoTools tools,
    DemoGate gate,
    TimeProvider time)
{
    public const string Email = "demo@sandbox.example";
    public const string Number = "+12025550131";

    /// <summary>The number of the agent that load is measured with.</summary>
    public const string LoadNumber = "+12025550132";

    /// <summary>The demo account's user, made with everything it needs unless it is there already.</summary>
    public async Task<UserIdentity> EnsureAsync(CancellationToken cancellationToken)
    {
        await gate.Entry.WaitAsync(cancellationToken);
        try
        {
            var user = await users.FindByEmailAsync(Email) ?? await RegisterAsync(cancellationToken);
            await EnsureKeysAsync(user.User, cancellationToken);
            await EnsureNumberAsync(user.User.AccountId, cancellationToken);
            return user;
        }
        finally
        {
            gate.Entry.Release();
        }
    }

    /// <summary>The demo account with an agent for load at <see cref="LoadNumber"/>: one provider of each kind, and quick turns.</summary>
    public async Task<UserIdentity> EnsureLoadAsync(CancellationToken cancellationToken)
    {
        var user = await EnsureAsync(cancellationToken);
        var account = user.User.AccountId;
        if (await lines.FindAsync(account, LoadNumber, cancellationToken) is null)
        {
            var agent = LoadAgent.For(account, time.GetUtcNow());
            await agents.InsertAsync(account, agent, cancellationToken);
            await lines.AssignAsync(account, LoadNumber, agent.Id, cancellationToken);
        }

        return user;
    }

    private async Task<UserIdentity> RegisterAsync(CancellationToken cancellationToken)
    {
        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var result = await registration.CreateAsync(Email, password, isDemo: true, cancellationToken);
        return result.User ?? throw new InvalidOperationException($"The demo account could not be made: {result.Problem}");
    }

    private async Task EnsureKeysAsync(User user, CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(user.AccountId, cancellationToken);
        foreach (var provider in ProviderCatalog.All)
        {
            var isTelnyx = provider.Name is ProviderName.Telnyx;

            // The simulated Telnyx account may have another signing key than the one that was stored.
            var publicKey = isTelnyx ? await sandbox.Sandbox.TelnyxPublicKeyAsync(cancellationToken) : null;
            var isCurrent = stored.Any(key => key.Provider == provider.Name && key.IsUsable)
                && (!isTelnyx || await keys.FindWebhookPublicKeyAsync(user.AccountId, cancellationToken) == publicKey);
            if (!isCurrent)
            {
                var input = new KeyInput { Key = SandboxKeys.Valid(provider.Slug), WebhookPublicKey = publicKey };
                await keys.SaveAsync(user.AccountId, user.Id, provider.Name, input, cancellationToken);
                await keys.TestAsync(user.AccountId, provider.Name, cancellationToken);
            }
        }
    }

    private async Task EnsureNumberAsync(AccountId account, CancellationToken cancellationToken)
    {
        await tools.EnsureAsync(account, await EnsureAgentAsync(account, cancellationToken), cancellationToken);
    }

    // The agent that answers the number.
    private async Task<AgentId> EnsureAgentAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await lines.FindAsync(account, Number, cancellationToken) is { AgentId: { } current } && await agents.FindAsync(account, current, cancellationToken) is not null)
        {
            return current;
        }

        var agent = (await agents.ListAsync(account, cancellationToken)) is [var first, ..] ? first : await MakeAgentAsync(account, cancellationToken);
        await lines.AssignAsync(account, Number, agent.Id, cancellationToken);
        return agent.Id;
    }

    private async Task<Agent> MakeAgentAsync(AccountId account, CancellationToken cancellationToken)
    {
        var agent = new Agent
        {
            Id = AgentId.New(),
            AccountId = account,
            Name = "Reception",
            Instructions =
                """
                You answer the phone of the bicycle shop "Spoke & Chain". Be friendly and brief: one or two sentences at a time.
                The shop is open Monday to Friday from nine to six and Saturday from ten to two. It sells and repairs bicycles.
                Offer to note a name and a telephone number when the caller wants an appointment.
                """,
            Greeting = "Hello, this is Spoke and Chain, how can I help you?",
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        };
        await agents.InsertAsync(account, agent, cancellationToken);
        return agent;
    }
}

/// <summary>Lets one visitor at a time make the demo account.</summary>
internal sealed class DemoGate : IDisposable
{
    public SemaphoreSlim Entry { get; } = new(1, 1);

    public void Dispose() => Entry.Dispose();
}
