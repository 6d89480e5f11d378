using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Calls.Speaking;

[Trait("Kind", "Unit")]
public sealed class PreparedLinesTests
{
    private static readonly VoiceSettings Voice = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    private readonly ManualTime _time = new();
    private readonly Agent _agent = new AgentBuilder().Build();
    private readonly PreparedLines _lines;

    public PreparedLinesTests() => _lines = new PreparedLines(_time);

    [Fact]
    public void A_line_is_found_by_all_that_its_sound_depends_on()
    {
        Keep(_agent, "Hello", 8000);

        Assert.Equal("Hello", _lines.Find(_agent, Voice, "Hello")?.Line.Written);
        Assert.Null(_lines.Find(_agent, Voice, "Hello!"));
        Assert.Null(_lines.Find(_agent, Voice with { Format = AudioFormat.Pcma }, "Hello"));
        Assert.Null(_lines.Find(_agent with { AccountId = AccountId.New() }, Voice, "Hello"));
        Assert.Null(_lines.Find(_agent with { Picks = [new() { Provider = ProviderName.Hume, VoiceId = "a" }] }, Voice, "Hello"));
        Assert.Null(_lines.Find(_agent with { Pronunciations = [new("Hello", "Hallo")] }, Voice, "Hello"));
    }

    [Fact]
    public void An_account_makes_room_among_its_own_lines()
    {
        var other = new AgentBuilder().Build();
        Keep(other, "other", 1000);
        for (var line = 0; line < 50; line++)
        {
            Keep(_agent, $"line {line}", 100 * 1024);
        }

        Assert.InRange(_lines.Bytes, PreparedLines.MostBytesPerAccount - (100 * 1024), PreparedLines.MostBytesPerAccount + 1000);
        Assert.NotNull(_lines.Find(other, Voice, "other"));
        Assert.Null(_lines.Find(_agent, Voice, "line 0"));
        Assert.NotNull(_lines.Find(_agent, Voice, "line 49"));
    }

    [Fact]
    public void All_accounts_together_are_bounded_and_the_lines_used_last_stay()
    {
        var agents = Enumerable.Range(0, 20).Select(_ => new AgentBuilder().Build()).ToArray();
        foreach (var agent in agents)
        {
            Keep(agent, "long", 3 * 1024 * 1024);
            Assert.NotNull(_lines.Find(agents[0], Voice, "long"));
        }

        Assert.InRange(_lines.Bytes, 1, PreparedLines.MostBytes);
        Assert.Null(_lines.Find(agents[1], Voice, "long"));
        Assert.NotNull(_lines.Find(agents[^1], Voice, "long"));
    }

    [Fact]
    public void A_line_kept_twice_counts_once_and_one_that_is_too_long_is_not_kept()
    {
        Keep(_agent, "Hello", 8000);
        Keep(_agent, "Hello", 9000);
        Keep(_agent, "Endless", (int)PreparedLines.MostBytesPerAccount + 1);

        Assert.Equal(9000, _lines.Bytes);
        Assert.Null(_lines.Find(_agent, Voice, "Endless"));
    }

    [Fact]
    public void Lines_are_forgotten_after_half_a_day()
    {
        Keep(_agent, "Hello", 8000);
        _time.Advance(TimeSpan.FromHours(12));

        Assert.Null(_lines.Find(_agent, Voice, "Hello"));
        Assert.Equal(0, _lines.Bytes);
    }

    [Fact]
    public async Task Lines_go_with_the_agent_and_with_a_key_of_a_voice()
    {
        var store = new InMemoryDocumentStore(TimeProvider.System);
        var agents = new AgentRepository(store.Open(AgentRepository.Collection));
        agents.Changed += (_, changed) => _lines.Forget(changed.Account, changed.Agent);
        await agents.InsertAsync(_agent.AccountId, _agent, default);
        var inner = new InMemoryProviderKeys();
        inner.Store(ProviderName.Hume);
        IProviderKeys keys = new SpeechForgettingKeys(inner, _lines);

        await ForgottenAsync(() => agents.SaveAsync(_agent.AccountId, _agent, default), expected: true);
        await ForgottenAsync(() => agents.DeleteAsync(_agent.AccountId, _agent.Id, default), expected: true);
        await ForgottenAsync(() => keys.DeleteAsync(_agent.AccountId, AuditActor.System, ProviderName.Hume, default), expected: true);
        await ForgottenAsync(() => keys.SaveAsync(_agent.AccountId, AuditActor.System, ProviderName.ElevenLabs, new KeyInput { Key = "k" }, default), expected: true);
        await ForgottenAsync(() => keys.DeleteAsync(_agent.AccountId, AuditActor.System, ProviderName.OpenAI, default), expected: false);
        await ForgottenAsync(() => keys.DeleteAsync(AccountId.New(), AuditActor.System, ProviderName.Hume, default), expected: false);
    }

    private async Task ForgottenAsync(Func<Task> change, bool expected)
    {
        Keep(_agent, "Hello", 8000);
        await change();
        Assert.Equal(expected, _lines.Find(_agent, Voice, "Hello") is null);
    }

    private void Keep(Agent agent, string text, int bytes) =>
        _lines.Keep(agent, Voice, text, new PreparedSpeech(SpokenLine.AsWritten(text), [new SpokenAudio(new AudioFrame(new byte[bytes], Voice.Format), [])]));
}
