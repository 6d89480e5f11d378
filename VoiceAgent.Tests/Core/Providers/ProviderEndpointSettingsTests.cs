using Microsoft.Extensions.Configuration;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Providers;

[Trait("Kind", "Unit")]
public sealed class ProviderEndpointSettingsTests
{
    [Fact]
    public void Without_settings_every_provider_is_at_its_public_address()
    {
        var endpoints = ProviderEndpointSettings.Read(new ConfigurationBuilder().Build());

        Assert.All(ProviderCatalog.All.Select(provider => provider.Name), provider => Assert.Equal(ProviderEndpoints.Public.For(provider), endpoints.For(provider)));
    }

    [Fact]
    public void The_operator_moves_a_provider_and_with_it_what_its_keys_are_sealed_for()
    {
        var endpoints = Read(("Providers:deepgram:BaseAddress", "https://api.eu.deepgram.com:8443/proxy"));

        Assert.Equal(
            new ProviderEndpoint(new Uri("https://api.eu.deepgram.com:8443/proxy"), new Uri("https://api.eu.deepgram.com:8443/proxy"), "api.eu.deepgram.com:8443"),
            endpoints.For(ProviderName.Deepgram));
        Assert.Equal(ProviderEndpoints.Public.For(ProviderName.OpenAI), endpoints.For(ProviderName.OpenAI));
    }

    [Fact]
    public void The_socket_address_moves_alone_too()
    {
        var endpoint = Read(("Providers:AssemblyAI:SocketAddress", "https://streaming.eu.assemblyai.com")).For(ProviderName.AssemblyAI);

        Assert.Equal(
            new ProviderEndpoint(new Uri("https://api.assemblyai.com"), new Uri("https://streaming.eu.assemblyai.com"), "api.assemblyai.com"),
            endpoint);
    }

    [Fact]
    public void The_operators_address_serves_the_regions_too_unless_they_have_their_own()
    {
        var endpoints = Read(
            ("Providers:deepgram:BaseAddress", "https://proxy.example/dg"), ("Providers:deepgram:Regions:eu:BaseAddress", "https://proxy.example/dg-eu"));

        var proxy = new Uri("https://proxy.example/dg");
        var europe = new Uri("https://proxy.example/dg-eu");
        Assert.Equal(new ProviderEndpoint(proxy, proxy, "proxy.example"), endpoints.Find(ProviderName.Deepgram, "au"));
        Assert.Equal(new ProviderEndpoint(europe, europe, "proxy.example"), endpoints.Find(ProviderName.Deepgram, "eu"));
        Assert.Equal("https://stt-rt.eu.soniox.com/", endpoints.Find(ProviderName.Soniox, "eu")!.SocketAddress.AbsoluteUri);
        Assert.Null(endpoints.Find(ProviderName.Deepgram, "mars"));
    }

    [Theory]
    [InlineData("deepgram", "The setting Providers:deepgram:Regions:mars names no region of Deepgram. Its regions are eu, au, in.")]
    [InlineData("hume", "The setting Providers:hume:Regions:mars names a region, but Hume has none.")]
    public void A_region_that_is_none_stops_the_start(string slug, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Read(($"Providers:{slug}:Regions:mars:BaseAddress", "https://mars.example"))).Message);

    [Theory]
    [InlineData("api.deepgram.com")]
    [InlineData("ftp://api.deepgram.com")]
    [InlineData("/v1")]
    [InlineData("https://user:password@api.deepgram.com")]
    [InlineData("https://api.deepgram.com?key=1")]
    [InlineData("https://api.deepgram.com#part")]
    public void An_address_that_is_none_stops_the_start_and_names_the_setting(string address) =>
        Assert.StartsWith(
            "The setting Providers:deepgram:BaseAddress is not a complete http or https address",
            Assert.Throws<InvalidOperationException>(() => Read(("Providers:deepgram:BaseAddress", address))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_no_provider_stops_the_start() =>
        Assert.Equal(
            "The setting Providers:deepgrm names no provider. Providers are deepgram, soniox, assemblyai, openai, grok, elevenlabs, hume, telnyx.",
            Assert.Throws<InvalidOperationException>(() => Read(("Providers:deepgrm:BaseAddress", "https://api.deepgram.com"))).Message);

    private static ProviderEndpoints Read(params (string Name, string Value)[] settings) =>
        ProviderEndpointSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());
}
