using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Adapters.Sqlite;

namespace VoiceAgent.Tests.Core.Agents;

/// <summary>Agents stored by releases in which each part had one provider are read as agents with a list of them.</summary>
[Trait("Kind", "Adapter")]
public sealed class FormerAgentTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task An_agent_from_before_the_lists_keeps_its_providers()
    {
        var account = AccountId.New();
        var chosen = new FormerAgent(AgentId.New(), account, "Ada") { SpeechToText = ProviderName.Soniox, LanguageModel = ProviderName.Grok, Model = "grok-4" };
        var free = new FormerAgent(AgentId.New(), account, "Bea");
        await using (var former = _database.Open())
        {
            var agents = former.Open(FormerAgent.Collection);
            await agents.InsertAsync(chosen, Token);
            await agents.InsertAsync(free, Token);
        }

        await using var store = _database.Open();
        var repository = new AgentRepository(store.Open(AgentRepository.Collection));
        var found = await repository.ListAsync(account, Token);

        Assert.Equal(["Ada", "Bea"], found.Select(agent => agent.Name));
        Assert.Equal([ProviderName.Soniox], found[0].SpeechToText);
        Assert.Equal([ProviderName.Grok], found[0].LanguageModel);
        Assert.Equal("grok-4", found[0].Picks.Of(ProviderName.Grok).Model);
        Assert.Empty(found[0].TextToSpeech);
        Assert.All([found[1].SpeechToText, found[1].LanguageModel, found[1].TextToSpeech], Assert.Empty);

        Assert.True(await repository.SaveAsync(account, found[0] with { LanguageModel = [ProviderName.Grok, ProviderName.OpenAI] }, Token));
        Assert.Equal([ProviderName.Grok, ProviderName.OpenAI], (await repository.FindAsync(account, chosen.Id, Token))!.LanguageModel);
    }

    private sealed record FormerAgent(AgentId Id, AccountId AccountId, string Name)
    {
        public static DocumentCollection<FormerAgent> Collection { get; } = new() { Name = AgentRepository.Collection.Name, Id = agent => agent.Id.ToString() };

        public string Instructions { get; init; } = "You answer for a bakery.";

        public ProviderName? SpeechToText { get; init; }

        public ProviderName? LanguageModel { get; init; }

        public ProviderName? TextToSpeech { get; init; }

        public string? Model { get; init; }

        public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

        public DateTimeOffset UpdatedAt { get; init; } = DateTimeOffset.UnixEpoch;
    }
}
