using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>State of the numbers page and what can be done on it. Used by one circuit at a time.</summary>
public sealed class NumbersModel(PhoneLines lines, AgentRepository agents, INumberImport import, AccountId account)
{
    public IReadOnlyList<PhoneLine> Lines { get; private set; } = [];

    public IReadOnlyList<Agent> Agents { get; private set; } = [];

    /// <summary>What the carrier listed; null before it was asked.</summary>
    public NumberImportResult? Imported { get; private set; }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Agents = await agents.ListAsync(account, cancellationToken);
        Lines = await lines.ListAsync(account, cancellationToken);
    }

    public bool Contains(string number) => Lines.Any(line => line.Number == number);

    /// <summary>
    /// Adds a number as typed, answered by the only agent where there is just one; null when it was added, else what is wrong with it.
    /// </summary>
    public async Task<string?> AddAsync(string? typed, CancellationToken cancellationToken)
    {
        if (!PhoneNumber.TryNormalize(typed, out var number))
        {
            return NumbersText.NotANumber;
        }

        if (await lines.FindAsync(account, number, cancellationToken) is not null)
        {
            return NumbersText.AlreadyThere;
        }

        await lines.AssignAsync(account, number, Agents is [var only] ? only.Id : null, cancellationToken);
        await LoadAsync(cancellationToken);
        return null;
    }

    public async Task AssignAsync(string number, AgentId? agent, CancellationToken cancellationToken)
    {
        if (Contains(number) && (agent is null || Agents.Any(known => known.Id == agent)))
        {
            await lines.AssignAsync(account, number, agent, cancellationToken);
            await LoadAsync(cancellationToken);
        }
    }

    public async Task RemoveAsync(string number, CancellationToken cancellationToken)
    {
        await lines.RemoveAsync(account, number, cancellationToken);
        await LoadAsync(cancellationToken);
    }

    public async Task ImportAsync(CancellationToken cancellationToken) => Imported = await import.ListAsync(account, cancellationToken);
}
