using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Contracts;

/// <summary>The registered key test of every provider against its simulator: strict, without credit, without rights, limited and failing.</summary>
[Trait("Kind", "Contract")]
public sealed class KeyTestContractTests
{
    private static readonly ProviderName[] WithoutRights = [ProviderName.AssemblyAI, ProviderName.Hume];

    [Fact]
    public async Task A_strict_provider_tells_good_keys_from_wrong_limited_and_exhausted_ones()
    {
        await using var place = await Place.StartAsync();
        foreach (var provider in ProviderCatalog.All)
        {
            var slug = provider.Slug;
            await place.AssertAsync(provider, SandboxKeys.Valid(slug), KeyVerdict.Valid);
            await place.AssertAsync(provider, SandboxKeys.Valid(slug)[..^1] + "x", KeyVerdict.Invalid);
            await place.AssertAsync(provider, SandboxKeys.Limited(slug), WithoutRights.Contains(provider.Name) ? KeyVerdict.Valid : KeyVerdict.ValidLimited);
            await place.AssertAsync(provider, SandboxKeys.RateLimited(slug), KeyVerdict.CouldNotCheck, KeyTestObstacle.RateLimited);
        }

        await place.AssertAsync(ProviderCatalog.Get(ProviderName.Telnyx), SandboxKeys.WithoutCredit("telnyx"), KeyVerdict.QuotaExceeded);
    }

    [Fact]
    public async Task The_webhook_public_key_of_the_simulated_account_is_fetched()
    {
        await using var place = await Place.StartAsync();

        var result = await place.TestAsync(ProviderName.Telnyx, SandboxKeys.Valid("telnyx"));

        Assert.Equal(place.Sandbox.Telnyx.PublicKey, result.WebhookPublicKey);
    }

    [Theory]
    [InlineData("503", KeyTestObstacle.ProviderDown)]
    [InlineData("429", KeyTestObstacle.RateLimited)]
    [InlineData("drop", KeyTestObstacle.NetworkError)]
    [InlineData("close", KeyTestObstacle.NetworkError)]
    [InlineData("garbage", KeyTestObstacle.ProviderDown)]
    public async Task A_provider_in_trouble_says_nothing_about_the_key(string fault, KeyTestObstacle obstacle)
    {
        await using var place = await Place.StartAsync(fault);

        foreach (var provider in ProviderCatalog.All)
        {
            await place.AssertAsync(provider, SandboxKeys.Valid(provider.Slug), KeyVerdict.CouldNotCheck, obstacle);
        }
    }

    [Fact]
    public async Task A_key_is_asked_about_in_its_own_region_only()
    {
        await using var home = await Place.StartAsync();
        await using var place = await Place.StartAsync(regions: home.Sandbox);
        var before = home.Sandbox.Recorded;

        foreach (var provider in ProviderCatalog.All.Where(provider => provider.Regions.Count > 0))
        {
            var result = await place.TestAsync(provider.Name, SandboxKeys.Valid(provider.Slug), provider.Regions[0].Id);
            Assert.Equal(KeyVerdict.Valid, result.Verdict);
            await before.WaitAsync(record => record.Of(provider.Slug).Count > 0, CancellationToken.None);
        }

        await place.Sandbox.Recorded.WaitAsync(
            record => ProviderCatalog.All.All(provider => record.Of(provider.Slug).Count == 0), CancellationToken.None);
    }

    /// <summary>A sandbox and the core that is pointed at it.</summary>
    private sealed class Place(SandboxServer sandbox, ServiceProvider services) : IAsyncDisposable
    {
        public SandboxServer Sandbox { get; } = sandbox;

        public static async Task<Place> StartAsync(string? fault = null, SandboxServer? regions = null)
        {
            string[] faults = fault is null ? [] : [.. ProviderCatalog.All.Select(provider => $"{provider.Slug}.key:{fault}")];
            var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Faults = faults }, CancellationToken.None);
            var settings = ProviderCatalog.All.ToDictionary(
                provider => $"Providers:{provider.Slug}:BaseAddress", provider => (string?)sandbox.AddressOf(provider.Slug).AbsoluteUri);
            foreach (var provider in ProviderCatalog.All.Where(provider => regions is not null && provider.Regions.Count > 0))
            {
                settings[$"Providers:{provider.Slug}:Regions:{provider.Regions[0].Id}:BaseAddress"] = regions!.AddressOf(provider.Slug).AbsoluteUri;
            }

            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
            var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddVoiceAgentCore(configuration);
            return new Place(sandbox, services.BuildServiceProvider());
        }

        public async Task<KeyTestResult> TestAsync(ProviderName provider, string key, string? region = null)
        {
            var host = services.GetRequiredService<ProviderEndpoints>().Find(provider, region)!.Destination;
            using var lease = new KeyLease(AccountId.New(), provider, new KeyDestination(host, Region: region), Encoding.ASCII.GetBytes(key));
            return await services.GetServices<IKeyTest>().Single(test => test.Provider == provider).TestAsync(lease, CancellationToken.None);
        }

        public async Task AssertAsync(ProviderInfo provider, string key, KeyVerdict verdict, KeyTestObstacle? obstacle = null)
        {
            var result = await TestAsync(provider.Name, key);

            Assert.Equal((provider.Name, verdict, obstacle), (provider.Name, result.Verdict, result.Obstacle));
            Assert.DoesNotContain(key, result.ToString(), StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await Sandbox.DisposeAsync();
        }
    }
}
