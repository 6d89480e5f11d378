using System.Text.Json;
using MongoDB.Bson;
using VoiceAgent.Core.Adapters.MongoLegacy;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.MongoLegacy;

[Trait("Kind", "Adapter")]
public sealed class MongoLegacyStoreTests
{
    private static readonly MongoLegacyStore Store = new();

    [Fact]
    public async Task The_usual_collections_are_read_and_their_values_understood()
    {
        await using var database = MongoServer.NewDatabase();
        var id = ObjectId.GenerateNewId();
        await database.Raw("api_keys").InsertOneAsync(new BsonDocument
        {
            { "_id", id }, { "user_id", ObjectId.Parse("65a0000000000000000000aa") }, { "provider", "openai" },
            { "encrypted_key", new BsonBinaryData("gAAAAAbytes"u8.ToArray()) }, { "updated_at", new DateTime(2025, 3, 1, 0, 0, 0, DateTimeKind.Utc) }, { "is_active", true },
        });
        await database.Raw("users").InsertOneAsync(new BsonDocument { { "_id", "u1" }, { "email", "a@example.com" }, { "hume_api_key", "gAAAAAtext" } });
        await database.Raw("unrelated").InsertOneAsync(new BsonDocument("_id", 1));

        var documents = await ReadAsync(database.Uri);
        var fields = new LegacyFields(new LegacyFieldMap());
        var entries = documents.SelectMany(fields.Find).ToList();

        Assert.Equal(["api_keys", "users"], documents.Select(document => document.Collection));
        Assert.Equal(
            [(id.ToString(), "encrypted_key", (ProviderName?)ProviderName.OpenAI, "gAAAAAbytes", "65a0000000000000000000aa"), ("u1", "hume_api_key", ProviderName.Hume, "gAAAAAtext", "u1")],
            entries.Select(entry => (entry.DocumentId, entry.Field, entry.Provider, entry.Text!, entry.User!)));
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero), entries[0].UpdatedAt);
    }

    [Fact]
    public async Task A_named_collection_is_read_and_without_the_usual_ones_the_names_are_told()
    {
        await using var database = MongoServer.NewDatabase();
        await database.Raw("secrets").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "openai_api_key", "gAAAAA" } });

        Assert.Equal(JsonValueKind.Object, Assert.Single(await ReadAsync(database.Uri, "secrets")).Body.ValueKind);
        var failure = await Assert.ThrowsAsync<LegacyImportException>(() => ReadAsync(database.Uri));
        Assert.Contains("it has: secrets", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mongodb://user:canary-password@")]
    [InlineData("mongodb://user:canary-password@127.0.0.1:1")]
    [InlineData("mongodb://user:canary-password@127.0.0.1:1/old?nonsense=true&serverSelectionTimeoutMS=x")]
    public async Task What_is_no_address_is_told_without_its_password(string source)
    {
        Assert.True(Store.Handles(source));

        var failure = await Assert.ThrowsAsync<LegacyImportException>(() => ReadAsync(source));

        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<LegacyDocument>> ReadAsync(string source, params string[] collections)
    {
        var documents = new List<LegacyDocument>();
        await foreach (var document in Store.ReadAsync(source, collections, TestContext.Current.CancellationToken))
        {
            documents.Add(document);
        }

        return documents;
    }
}
