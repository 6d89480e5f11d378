using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Web.Components.Agents;

namespace VoiceAgent.Tests.Web.Agents;

[Trait("Kind", "Unit")]
public sealed class AgentEditorModelTests
{
    private readonly AccountId _account = AccountId.New();
    private readonly InMemoryProviderKeys _keys = new();
    private readonly AgentRepository _agents;
    private readonly PhoneLines _lines;
    private readonly AgentEditorModel _model;

    public AgentEditorModelTests()
    {
        var store = new InMemoryDocumentStore(TimeProvider.System);
        _agents = new AgentRepository(store.Open(AgentRepository.Collection));
        _lines = new PhoneLines(store.Open(PhoneLines.Collection), TimeProvider.System);
        _model = new AgentEditorModel(_agents, _lines, _keys, TimeProvider.System, _account);
    }

    [Fact]
    public async Task A_new_agent_is_good_as_it_comes_and_is_stored_as_typed()
    {
        await _model.LoadAsync(id: null, default);
        _model.Draft!.Name = "  Front desk ";
        _model.Draft.MaxCallMinutes = 10;

        Assert.True(await _model.SaveAsync(default));

        var stored = Assert.Single(await _agents.ListAsync(_account, default));
        Assert.Equal("Front desk", stored.Name);
        Assert.Equal(TimeSpan.FromMinutes(10), stored.Turns.MaxCallDuration);
        Assert.False(_model.IsNew);
        Assert.False(_model.HasChanges);
    }

    [Fact]
    public async Task Input_with_a_problem_stays_and_nothing_is_stored()
    {
        await _model.LoadAsync(id: null, default);
        _model.Draft!.Name = string.Empty;
        _model.Draft.Greeting = "Good day.";

        Assert.False(await _model.SaveAsync(default));

        Assert.Equal("Give the agent a name.", _model.ProblemAt(nameof(Agent.Name)));
        Assert.Null(_model.ProblemAt(nameof(Agent.Greeting)));
        Assert.Equal("Good day.", _model.Draft.Greeting);
        Assert.True(_model.HasChanges);
        Assert.Empty(await _agents.ListAsync(_account, default));
    }

    [Fact]
    public async Task Changes_are_what_differs_from_the_saved_agent()
    {
        var agent = await StoredAsync();
        await _model.LoadAsync(agent.Id, default);
        Assert.False(_model.HasChanges);

        _model.Draft!.LanguageModel = [ProviderName.Grok];
        Assert.True(_model.HasChanges);

        _model.Draft.LanguageModel = [];
        Assert.False(_model.HasChanges);
    }

    [Fact]
    public async Task Another_accounts_agent_does_not_exist()
    {
        var foreign = new AgentBuilder().Build();
        await _agents.InsertAsync(foreign.AccountId, foreign, default);

        await _model.LoadAsync(foreign.Id, default);

        Assert.Null(_model.Draft);
    }

    [Fact]
    public async Task Deleting_leaves_the_numbers_without_an_agent()
    {
        var agent = await StoredAsync();
        await _lines.AssignAsync(_account, "+12025550131", agent.Id, default);
        await _model.LoadAsync(agent.Id, default);
        Assert.Equal(["+12025550131"], _model.Numbers);

        await _model.DeleteAsync(default);

        Assert.Empty(await _agents.ListAsync(_account, default));
        Assert.Null(Assert.Single(await _lines.ListAsync(_account, default)).AgentId);
        Assert.False(_model.HasChanges);
    }

    [Fact]
    public async Task An_agent_deleted_meanwhile_is_not_brought_back_by_saving()
    {
        var agent = await StoredAsync();
        await _model.LoadAsync(agent.Id, default);
        await _agents.DeleteAsync(_account, agent.Id, default);
        _model.Draft!.Name = "Other";

        Assert.False(await _model.SaveAsync(default));

        Assert.True(_model.IsGone);
        Assert.Empty(await _agents.ListAsync(_account, default));
    }

    [Fact]
    public async Task Providers_with_a_usable_key_are_known()
    {
        _keys.Store(ProviderName.Hume);
        _keys.Store(ProviderName.OpenAI, KeyStatus.Invalid);

        await _model.LoadAsync(id: null, default);

        Assert.Equal([ProviderName.Hume], _model.UsableProviders);
    }

    private async Task<Agent> StoredAsync()
    {
        var agent = new AgentBuilder().With(built => built with { AccountId = _account }).Build();
        await _agents.InsertAsync(_account, agent, default);
        return agent;
    }
}
