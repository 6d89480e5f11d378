using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Storage.Copying;
using VoiceAgent.Web;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Web.Storage;

/// <summary>A collection that is declared and not registered would be left behind when an installation moves.</summary>
[Trait("Kind", "Host")]
public sealed class RegisteredCollectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("registered-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_declared_collection_is_registered_with_the_server_and_with_commands()
    {
        var declared = Declared();
        await using var app = WebApp.Create(
            ["--environment=Development", $"--Storage:Path={Path.Combine(_folder, "x.db")}", $"--Vault:KeyFile={Path.Combine(_folder, "k.json")}", "--hostBuilder:reloadConfigOnChange=false"]);
        using var commands = CommandHost.Create([], null);

        Assert.Contains("provider_keys", declared);
        Assert.Equal(declared, Names(app.Services));
        Assert.Equal(declared, Names(commands.Services));
    }

    private static List<string> Declared() =>
    [
        .. new[] { typeof(VoiceAgentServices).Assembly, typeof(WebApp).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(property => property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(DocumentCollection<>))
            .Select(property => property.GetValue(null)!)
            .Select(collection => (string)collection.GetType().GetProperty(nameof(DocumentCollection<object>.Name))!.GetValue(collection)!)
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> Names(IServiceProvider services) =>
        [.. services.GetServices<RegisteredCollection>().Select(collection => collection.Name).Order(StringComparer.Ordinal)];
}
