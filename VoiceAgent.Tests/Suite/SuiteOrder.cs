using System.Reflection;
using VoiceAgent.Tests.Suite;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SuiteOrder))]

namespace VoiceAgent.Tests.Suite;

/// <summary>
/// Begins with the tests that wait in real time (browsers and calls), and ends with those that keep the processors busy: calls are then not
/// made on processors that have no time for them, and the longest collection does not run alone at the end.
/// </summary>
public sealed class SuiteOrder : ITestCollectionOrderer
{
    private static readonly string[] Kinds = ["EndToEnd", "Host", "Adapter", "Contract", "Component", "Unit", "Scenario"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.IndexOf(Kinds, Kind(collection))).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    // A collection of one class is named after it; one with a definition has the traits of the definition.
    private static string? Kind(ITestCollection collection)
    {
        if (collection.Traits.TryGetValue("Kind", out var kinds))
        {
            return kinds.First();
        }

        var type = collection.TestCollectionDisplayName.Split(' ').Select(typeof(SuiteOrder).Assembly.GetType).FirstOrDefault(type => type is not null);
        return type?.GetCustomAttributes<TraitAttribute>().FirstOrDefault(trait => trait.Name == "Kind")?.Value;
    }
}
