using System.Text.Json.Nodes;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>Schema 1.</summary>
public sealed record FirstPerson(string Id, string Name)
{
    public static DocumentCollection<FirstPerson> Collection { get; } = new() { Name = "people", Id = person => person.Id };
}

/// <summary>Schema 3: schema 2 split the name, schema 3 added the length of the family name.</summary>
public sealed record Person
{
    public required string Id { get; init; }

    public required string Given { get; init; }

    public required string Family { get; init; }

    public required int Length { get; init; }

    public static DocumentCollection<Person> Collection(Action<string>? onSplit = null) => new()
    {
        Name = "people",
        Id = person => person.Id,
        Upgrades = [document => Split(document, onSplit), Measure],
        Indexes = [DocumentIndex<Person>.On("family", person => person.Family)],
    };

    private static JsonObject Split(JsonObject document, Action<string>? onSplit)
    {
        onSplit?.Invoke(document["id"]!.GetValue<string>());
        var names = document["name"]!.GetValue<string>().Split(' ');
        return new JsonObject { ["id"] = document["id"]!.DeepClone(), ["given"] = names[0], ["family"] = names[1] };
    }

    private static JsonObject Measure(JsonObject document)
    {
        document["length"] = document["family"]!.GetValue<string>().Length;
        return document;
    }
}
