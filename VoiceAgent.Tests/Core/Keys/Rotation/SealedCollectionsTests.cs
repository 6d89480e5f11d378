using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Web;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Core.Keys.Rotation;

/// <summary>
/// A collection that a rotation forgets is lost when the old root key is retired. This test knows all of them: whatever document has a
/// property of type <see cref="SealedSecret"/>, directly or deeper, is to be registered.
/// </summary>
[Trait("Kind", "Unit")]
public sealed class SealedCollectionsTests
{
    private static readonly Assembly[] Assemblies = [typeof(VoiceAgentServices).Assembly, typeof(WebApp).Assembly];

    [Fact]
    public void Every_stored_document_type_with_a_sealed_secret_is_registered_for_rotation()
    {
        var holding = Collections().Where(collection => Holds(collection.Document, [])).ToList();

        Assert.Equal(
            holding.Select(collection => $"{collection.Name}: {collection.Document}").Order(StringComparer.Ordinal),
            Registered().Select(collection => $"{collection.Name}: {collection.DocumentType}").Order(StringComparer.Ordinal));
        Assert.Superset(
            new HashSet<string>(["provider_keys", "data_protection"], StringComparer.Ordinal),
            holding.Select(collection => collection.Name).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_is_found_however_deep_it_is()
    {
        Assert.True(Holds(typeof(Deep), []));
        Assert.False(Holds(typeof(Shallow), []));
    }

    private static IReadOnlyList<ISealedCollection> Registered()
    {
        using var host = CommandHost.Create([], builder => builder.Services.AddSingleton<IDocumentStore>(new InMemoryDocumentStore(TimeProvider.System)));
        return [.. host.Services.GetServices<ISealedCollection>()];
    }

    private static IEnumerable<(string Name, Type Document)> Collections() =>
        from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
        where !type.ContainsGenericParameters
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(DocumentCollection<>)
        let collection = property.GetValue(null)
        select ((string)property.PropertyType.GetProperty("Name")!.GetValue(collection)!, property.PropertyType.GetGenericArguments()[0]);

    private static bool Holds(Type type, HashSet<Type> seen)
    {
        if (type == typeof(SealedSecret))
        {
            return true;
        }

        if (!seen.Add(type))
        {
            return false;
        }

        IEnumerable<Type> parts = type.HasElementType ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : [];
        if (type.Namespace?.StartsWith("VoiceAgent", StringComparison.Ordinal) is true)
        {
            parts = [.. parts, .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => property.PropertyType)];
        }

        return parts.Any(part => Holds(part, seen));
    }

    private sealed record Deep(string Name, IReadOnlyDictionary<string, Middle[]> Middles);

    private sealed record Middle(Deep? Parent, SealedSecret? Secret);

    private sealed record Shallow(string Name, Shallow? Parent);
}
