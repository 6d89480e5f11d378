using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>The grid of the contract suites has no hole: every row is asked of every adapter, of every protocol it speaks, and of the fake.</summary>
[Trait("Kind", "Contract")]
public sealed class ContractGridTests
{
    public static TheoryData<Type> Suites { get; } = [typeof(SpeechToTextContractTests), typeof(LanguageModelContractTests), typeof(TextToSpeechContractTests)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_row_is_asked_of_every_column(Type suite) => Assert.Empty(MissingRows(suite));

    [Fact]
    public void A_suite_without_a_row_is_found() => Assert.Equal(Enum.GetValues<ContractRow>(), MissingRows(typeof(KeyTestContractTests)));

    [Fact]
    public void Every_adapter_and_the_fake_has_a_column()
    {
        AssertColumns(SpeechToTextContractEntries.All, SpeechToTextContractTests.Names, typeof(IListeningProtocol));
        AssertColumns(LanguageModelContractEntries.All, LanguageModelContractTests.Names);
        AssertColumns(TextToSpeechContractEntries.All, TextToSpeechContractTests.Names);
    }

    [Fact]
    public void Every_registered_provider_has_a_column()
    {
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging().AddVoiceAgentCore(new ConfigurationBuilder().Build()).BuildServiceProvider();

        Assert.Equal(Providers(services.GetServices<ISpeechToTextFactory>().Select(factory => factory.Provider)), Providers(SpeechToTextContractEntries.All));
        Assert.Equal(Providers(services.GetServices<ILanguageModelFactory>().Select(factory => factory.Provider)), Providers(LanguageModelContractEntries.All));
        Assert.Equal(Providers(services.GetServices<ITextToSpeechFactory>().Select(factory => factory.Provider)), Providers(TextToSpeechContractEntries.All));
    }

    [Fact]
    public async Task A_column_runs_what_it_says()
    {
        await AssertRunsAsync(SpeechToTextContractEntries.All, port => port is ModelChosen chosen ? chosen.Inner : port);
        await AssertRunsAsync(LanguageModelContractEntries.All, port => port);
        await AssertRunsAsync(TextToSpeechContractEntries.All, port => port);
    }

    private static List<ContractRow> MissingRows(Type suite)
    {
        var asked = suite.GetMethods()
            .Where(method => method.GetCustomAttribute<TheoryAttribute>() is { Skip: null } && method.GetCustomAttribute<MemberDataAttribute>()?.MemberName == "Names")
            .Select(method => method.GetCustomAttribute<ContractRowAttribute>()?.Row);
        return [.. Enum.GetValues<ContractRow>().Except(asked.OfType<ContractRow>())];
    }

    private static void AssertColumns<TPort>(IReadOnlyList<ContractEntry<TPort>> entries, TheoryData<string> names, params Type[] protocols)
    {
        Type[] ports = [typeof(TPort), .. protocols];
        var adapters = typeof(OpenAILanguageModel).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("VoiceAgent.Core.Adapters", StringComparison.Ordinal) is true);
        var fakes = typeof(ScriptedLanguageModel).Assembly.GetTypes().Where(type => type.Namespace == typeof(ScriptedLanguageModel).Namespace);
        var implementations = adapters.Concat(fakes).Where(type => type is { IsClass: true, IsAbstract: false } && ports.Any(port => port.IsAssignableFrom(type)));

        Assert.Equal(Names(implementations), Names(entries.SelectMany(entry => entry.Covers).Distinct()));
        Assert.Equal(entries.Select(entry => entry.Name), names.Select(row => row.Data));
    }

    private static async Task AssertRunsAsync<TPort>(IReadOnlyList<ContractEntry<TPort>> entries, Func<TPort, TPort> unwrap)
        where TPort : notnull
    {
        foreach (var entry in entries)
        {
            await using var subject = await entry.StartAsync(ContractTrouble.None);
            Assert.Contains(unwrap(subject.Port).GetType(), entry.Covers);
        }
    }

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<ProviderName> Providers(IEnumerable<ProviderName> providers) => providers.Distinct().Order();

    private static IEnumerable<ProviderName> Providers<TPort>(IEnumerable<ContractEntry<TPort>> entries) => Providers(entries.Select(entry => entry.Provider).OfType<ProviderName>());
}
