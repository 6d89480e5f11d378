using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>Whoever would stop agents by deleting a key is asked first.</summary>
[Trait("Kind", "Unit")]
public sealed class KeyRemovalTests
{
    private static readonly AuditActor Somebody = AuditActor.Of(UserId.New());

    private readonly InMemoryProviderKeys _keys = new();
    private readonly AgentRepository _agents = new(new InMemoryDocuments<Agent>(AgentRepository.Collection, TimeProvider.System));
    private readonly AccountId _account = AccountId.New();
    private readonly KeyRemoval _removal;

    public KeyRemovalTests()
    {
        var readiness = new CallReadinessService(_keys, new PageServices(), new CallableProviders(Enum.GetValues<ProviderName>().ToHashSet()), ProviderEndpoints.Public);
        _removal = new KeyRemoval(_keys, readiness, _agents);
        foreach (var provider in (ProviderName[])[ProviderName.Deepgram, ProviderName.OpenAI, ProviderName.ElevenLabs, ProviderName.Telnyx])
        {
            _keys.Store(provider);
            _keys.Change(provider, key => key with { HasWebhookPublicKey = true });
        }
    }

    [Fact]
    public async Task The_last_key_of_a_category_stops_every_agent_by_name()
    {
        await AddAgentAsync("Reception", null);
        await AddAgentAsync("Sales", ProviderName.ElevenLabs);
        await AddAgentAsync("Never ready", ProviderName.Hume);

        var outcome = await _removal.DeleteAsync(_account, Somebody, ProviderName.ElevenLabs, confirmed: false, CancellationToken.None);

        Assert.False(outcome.Deleted);
        Assert.Equal((true, true), (outcome.Impact!.IsLastUsable, outcome.Impact.NeedsConfirmation));
        Assert.Equal(["Reception", "Sales"], outcome.Impact.StoppedAgents.Select(agent => agent.Name));
        Assert.Equal(4, (await _keys.ListAsync(_account, CancellationToken.None)).Count);

        Assert.True((await _removal.DeleteAsync(_account, Somebody, ProviderName.ElevenLabs, confirmed: true, CancellationToken.None)).Deleted);
    }

    [Fact]
    public async Task Where_another_key_would_do_only_the_agents_that_chose_this_one_stop()
    {
        _keys.Store(ProviderName.Hume);
        await AddAgentAsync("Reception", null);
        await AddAgentAsync("Sales", ProviderName.Hume);

        var impact = await _removal.ImpactAsync(_account, ProviderName.Hume, CancellationToken.None);

        Assert.Equal((false, true), (impact.IsLastUsable, impact.NeedsConfirmation));
        Assert.Equal(["Sales"], impact.StoppedAgents.Select(agent => agent.Name));
    }

    [Fact]
    public async Task A_key_that_nothing_depends_on_goes_without_a_question()
    {
        _keys.Store(ProviderName.Hume, KeyStatus.Invalid);
        await AddAgentAsync("Reception", null);

        Assert.Equal(new KeyRemovalOutcome(true), await _removal.DeleteAsync(_account, Somebody, ProviderName.Hume, confirmed: false, CancellationToken.None));
        Assert.Equal(new KeyRemovalOutcome(false), await _removal.DeleteAsync(_account, Somebody, ProviderName.Hume, confirmed: false, CancellationToken.None));
    }

    private Task AddAgentAsync(string name, ProviderName? voice) => _agents.InsertAsync(
        _account,
        new Agent
        {
            Id = AgentId.New(),
            AccountId = _account,
            Name = name,
            Instructions = "Be brief.",
            TextToSpeech = voice is { } chosen ? [chosen] : ProviderOrder.Automatic,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        },
        CancellationToken.None);
}
