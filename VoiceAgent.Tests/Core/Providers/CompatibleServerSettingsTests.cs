using Microsoft.Extensions.Configuration;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Tests.Core.Providers;

/// <summary>The operator's own language-model servers.</summary>
[Trait("Kind", "Unit")]
public sealed class CompatibleServerSettingsTests
{
    private const string First = "Providers:Compatible:Servers:0";

    [Fact]
    public void A_server_is_read_with_what_is_usual_and_offered_like_a_region()
    {
        var endpoints = Read(
            (First + ":Name", "Office LLM"), (First + ":BaseUrl", "https://llm.example.com/v1"), (First + ":DefaultModel", "meta-llama/Llama-3.1-8B-Instruct"),
            ("Providers:Compatible:Servers:1:Name", "Ollama"), ("Providers:Compatible:Servers:1:BaseUrl", "http://ollama:11434/v1"),
            ("Providers:Compatible:Servers:1:DefaultModel", "llama3.1:8b"), ("Providers:Compatible:Servers:1:RequiresKey", "false"),
            ("Providers:Compatible:Servers:1:HasTools", "False"), ("Providers:Compatible:Servers:1:HasUsage", "false"));

        Assert.Equal(
            [
                new CompatibleServer { Id = "office-llm", Name = "Office LLM", BaseUrl = new("https://llm.example.com/v1"), DefaultModel = "meta-llama/Llama-3.1-8B-Instruct" },
                new CompatibleServer
                {
                    Id = "ollama", Name = "Ollama", BaseUrl = new("http://ollama:11434/v1"), DefaultModel = "llama3.1:8b",
                    RequiresKey = false, HasTools = false, HasUsage = false,
                },
            ],
            endpoints.Servers);
        Assert.Equal([.. ProviderCatalog.All.Select(provider => provider.Name), ProviderName.Compatible], endpoints.Offered.Select(provider => provider.Name));
        Assert.Equal(["Office LLM", "Ollama (no key needed)"], endpoints.Offered[^1].Regions.Select(region => region.DisplayName));
        var place = endpoints.Find(ProviderName.Compatible, "ollama")!;
        Assert.Equal(("http://ollama:11434/v1/models", "ollama:11434"), (place.Http("/models").AbsoluteUri, place.Destination));
        Assert.Null(endpoints.Find(ProviderName.Compatible, null));
        Assert.Null(endpoints.Find(ProviderName.Compatible, "mars"));
    }

    [Fact]
    public void Without_servers_nothing_of_them_is_offered()
    {
        Assert.Same(ProviderCatalog.All, Read().Offered);
        Assert.DoesNotContain(ProviderName.Compatible, ProviderCatalog.All.Select(provider => provider.Name));
        Assert.Equal(ProviderName.Compatible, ProviderCatalog.FindBySlug("compatible")!.Name);
    }

    [Theory]
    [InlineData("https://llm.example.com/v1")]
    [InlineData("http://localhost:8000/v1")]
    [InlineData("http://127.0.0.1:8000/v1")]
    [InlineData("http://[::1]:8000/v1")]
    [InlineData("http://10.1.2.3/v1")]
    [InlineData("http://172.31.0.9/v1")]
    [InlineData("http://192.168.0.9/v1")]
    [InlineData("http://[fd00::9]/v1")]
    [InlineData("http://vllm/v1")]
    [InlineData("http://gpu.office.internal/v1")]
    public void An_address_is_encrypted_or_within_the_operators_network(string address) => Assert.Single(ReadAt(address).Servers);

    [Theory]
    [InlineData("http://llm.example.com/v1", "sends keys and what callers say unencrypted to llm.example.com")]
    [InlineData("http://8.8.8.8/v1", "unencrypted to 8.8.8.8")]
    [InlineData("http://172.32.0.1/v1", "unencrypted to")]
    [InlineData("http://169.254.169.254/v1", "unencrypted to")]
    [InlineData("http://[2001:db8::1]/v1", "unencrypted to")]
    [InlineData("https://user:word@llm.example.com/v1", "without query and user name")]
    [InlineData("https://llm.example.com/v1?key=1", "without query and user name")]
    [InlineData("llm.example.com", "is not a complete http or https address")]
    [InlineData("ftp://llm.example.com", "is not a complete http or https address")]
    [InlineData("", "is not a complete http or https address")]
    public void Any_other_address_stops_the_start(string address, string message) => Assert.Contains(
        message, Assert.Throws<InvalidOperationException>(() => ReadAt(address)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Name", "")]
    [InlineData("Name", "-x")]
    [InlineData("Name", "a name of more than thirty-two characters")]
    [InlineData("Name", "<b>x</b>")]
    [InlineData("DefaultModel", "")]
    [InlineData("DefaultModel", "two words")]
    [InlineData("RequiresKey", "perhaps")]
    [InlineData("ApiKey", "sk-0123456789")]
    public void A_setting_that_cannot_be_used_names_its_place(string name, string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read(
            (First + ":Name", "x"), (First + ":BaseUrl", "https://llm.example.com/v1"), (First + ":DefaultModel", "m"), ($"{First}:{name}", value)));

        Assert.StartsWith($"The setting {First}:{name} is ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-0123456789", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_servers_of_one_name_stop_the_start() => Assert.Contains(
        "Office LLM, office-llm",
        Assert.Throws<InvalidOperationException>(() => Read(
            (First + ":Name", "Office LLM"), (First + ":BaseUrl", "https://a.example.com/v1"), (First + ":DefaultModel", "m"),
            ("Providers:Compatible:Servers:1:Name", "office-llm"), ("Providers:Compatible:Servers:1:BaseUrl", "https://b.example.com/v1"),
            ("Providers:Compatible:Servers:1:DefaultModel", "m"))).Message,
        StringComparison.Ordinal);

    private static ProviderEndpoints ReadAt(string address) => Read((First + ":Name", "x"), (First + ":BaseUrl", address), (First + ":DefaultModel", "m"));

    private static ProviderEndpoints Read(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return ProviderEndpointSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
