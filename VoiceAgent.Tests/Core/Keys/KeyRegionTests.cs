using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>A key belongs to one region of its provider, and is never sent to another.</summary>
[Trait("Kind", "Unit")]
public sealed class KeyRegionTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly ProviderKeyRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_key_is_stored_for_the_region_it_was_saved_with()
    {
        Assert.True((await SaveAsync(Key, "eu")).Saved);

        Assert.Equal("eu", (await _rig.InfoAsync(ProviderName.Deepgram)).Region);
        using var lease = await _rig.LeaseAsync(ProviderName.Deepgram);
        Assert.Equal(new KeyDestination("api.eu.deepgram.com", Region: "eu"), lease!.Destination);
        var endpoint = ProviderEndpoints.Public.For(lease);
        Assert.Equal(("https://api.eu.deepgram.com/v1/x", "wss://api.eu.deepgram.com/v1/x"), (endpoint.Http("/v1/x").AbsoluteUri, endpoint.Socket("/v1/x").AbsoluteUri));
    }

    [Fact]
    public async Task A_new_key_keeps_the_region_until_another_is_chosen()
    {
        await SaveAsync(Key, "eu");
        await SaveAsync(Key[1..] + "f", region: null);
        Assert.Equal("eu", (await _rig.InfoAsync(ProviderName.Deepgram)).Region);

        await SaveAsync(Key, string.Empty);
        Assert.Null((await _rig.InfoAsync(ProviderName.Deepgram)).Region);
    }

    [Fact]
    public async Task Another_region_for_the_same_key_needs_no_typing_and_another_test()
    {
        await SaveAsync(Key, region: null);
        await _rig.TestAsync(ProviderName.Deepgram);

        Assert.True((await SaveAsync(string.Empty, "eu")).Saved);

        var stored = await _rig.StoredAsync(ProviderName.Deepgram);
        Assert.Equal((2, KeyStatus.Untested, "eu"), (stored.Generation, stored.Status, stored.Destination.Region));
        using var lease = await _rig.LeaseAsync(ProviderName.Deepgram);
        Assert.Equal(Key, lease!.Reveal());
        Assert.Equal("Enter the Deepgram key.", (await SaveAsync(string.Empty, "eu")).KeyProblem);
    }

    [Fact]
    public async Task A_region_that_the_provider_does_not_have_is_refused()
    {
        var outcome = await SaveAsync(Key, "api.evil.example");

        Assert.Equal((false, "Deepgram has no such region. Choose one of the list."), (outcome.Saved, outcome.RegionProblem));
        Assert.Empty(await _rig.Keys.ListAsync(_rig.Account, CancellationToken.None));
    }

    [Theory]
    [InlineData("eu", "api.deepgram.com", null)]
    [InlineData("eu", "api.au.deepgram.com", "au")]
    [InlineData("eu", "api.eu.deepgram.com", null)]
    [InlineData(null, "api.eu.deepgram.com", "eu")]
    public async Task A_region_changed_in_storage_makes_the_key_unusable(string? saved, string host, string? region)
    {
        await SaveAsync(Key, saved ?? string.Empty);
        await _rig.ChangeAsync(ProviderName.Deepgram, key => key with { Destination = new KeyDestination(host, Region: region) });

        Assert.Null(await _rig.LeaseAsync(ProviderName.Deepgram));
        await _rig.TestAsync(ProviderName.Deepgram);
        Assert.Empty(_rig.Test(ProviderName.Deepgram).Seen);
    }

    [Fact]
    public void Every_region_has_https_addresses_of_its_provider()
    {
        foreach (var provider in ProviderCatalog.All)
        {
            var domain = string.Join('.', provider.BaseAddress.Host.Split('.')[^2..]);
            foreach (var address in provider.Regions.SelectMany(region => new[] { region.BaseAddress, region.SocketAddress ?? region.BaseAddress }))
            {
                Assert.Equal((Uri.UriSchemeHttps, "/"), (address.Scheme, address.AbsolutePath));
                Assert.EndsWith("." + domain, address.Host, StringComparison.Ordinal);
            }

            Assert.Equal(provider.Regions.Count, provider.Regions.Select(region => region.Id).Distinct().Count());
            Assert.All(provider.Regions, region => Assert.InRange(region.Id.Length, 1, ProviderRegion.MaxIdLength));
        }
    }

    private Task<SaveKeyOutcome> SaveAsync(string key, string? region) => _rig.Keys.SaveAsync(
        _rig.Account, _rig.User, ProviderName.Deepgram, new KeyInput { Key = key, Region = region }, CancellationToken.None);
}
