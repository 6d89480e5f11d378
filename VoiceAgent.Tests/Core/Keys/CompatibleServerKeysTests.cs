using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>A key of one of the operator's servers is sealed for that server; a server that needs none is chosen all the same.</summary>
[Trait("Kind", "Unit")]
public sealed class CompatibleServerKeysTests : IDisposable
{
    private const string Key = "sk-looks-like-openai-0123456789";

    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_key_is_stored_for_the_server_that_was_chosen_and_opens_for_no_other()
    {
        var keys = With(Server("vllm"), Server("groq"));

        Assert.True((await SaveAsync(keys, Key, "groq")).Saved);

        using var lease = await keys.LeaseAsync(_rig.Account, ProviderName.Compatible, CancellationToken.None);
        Assert.Equal((Key, new KeyDestination("groq.example.com", Region: "groq")), (lease!.Reveal(), lease.Destination));
        Assert.Null(await With(Server("vllm"), Server("groq") with { BaseUrl = new("https://elsewhere.example.com/v1") })
            .LeaseAsync(_rig.Account, ProviderName.Compatible, CancellationToken.None));
        var gone = Assert.Single(await With(Server("vllm")).ListAsync(_rig.Account, CancellationToken.None));
        Assert.Equal(("groq.example.com", false), (gone.StoredFor, gone.IsUsable));
    }

    [Fact]
    public async Task Another_server_takes_its_own_key()
    {
        var keys = With(Server("vllm"), Server("groq"));
        await SaveAsync(keys, Key, "groq");

        Assert.Equal("Enter the OpenAI-compatible server key.", (await SaveAsync(keys, null, "vllm")).KeyProblem);

        Assert.Equal("groq", (await _rig.InfoAsync(ProviderName.Compatible)).Region);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mars")]
    public async Task A_server_has_to_be_chosen(string? server) => Assert.Equal(
        (false, "Choose a server of the list."),
        await SaveAsync(With(Server("vllm")), Key, server) is var outcome ? (outcome.Saved, outcome.RegionProblem) : default);

    [Fact]
    public async Task A_server_that_needs_no_key_is_chosen_with_a_placeholder_that_is_nobody_elses()
    {
        var keys = With(Server("ollama") with { RequiresKey = false });

        Assert.True((await SaveAsync(keys, " ", "ollama")).Saved);
        var first = await _rig.StoredAsync(ProviderName.Compatible);
        Assert.True((await SaveAsync(keys, null, "ollama")).Saved);
        var second = await _rig.StoredAsync(ProviderName.Compatible);

        Assert.Equal((string.Empty, "ollama"), (first.Tail, first.Destination.Region));
        Assert.NotEqual(first.FingerprintHex, second.FingerprintHex);
        Assert.Equal("ollama needs no key. Leave the field empty.", (await SaveAsync(keys, Key, "ollama")).KeyProblem);
    }

    private static CompatibleServer Server(string name) =>
        new() { Id = name, Name = name, BaseUrl = new($"https://{name}.example.com/v1"), DefaultModel = "m" };

    private IProviderKeys With(params CompatibleServer[] servers) => _rig.At(new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint>(), servers: servers));

    private Task<SaveKeyOutcome> SaveAsync(IProviderKeys keys, string? key, string? server) =>
        keys.SaveAsync(_rig.Account, _rig.User, ProviderName.Compatible, new KeyInput { Key = key, Region = server }, CancellationToken.None);
}
