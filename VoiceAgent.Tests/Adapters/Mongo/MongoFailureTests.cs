using System.Net;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;
using VoiceAgent.Core.Adapters.Mongo;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Adapters.Mongo;

/// <summary>What the operator reads when the database does not do its work.</summary>
[Trait("Kind", "Adapter")]
public sealed class MongoFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(13, "MongoDB at db:1 does not let the user of Storage:MongoUri do this. It needs the role readWrite on the database.")]
    [InlineData(18, "MongoDB at db:1 refuses the sign-in. Check user, password and authSource in Storage:MongoUri.")]
    [InlineData(10334, "A document is larger than MongoDB can hold, which is 16 MB.")]
    [InlineData(14031, "The disk of MongoDB is full.")]
    [InlineData(8000, "MongoDB at db:1 could not do its work (error 8000 Strange).")]
    public void A_failed_command_is_told_in_words_and_without_what_the_server_quotes(int code, string message)
    {
        var connection = new ConnectionId(new ServerId(new ClusterId(), new DnsEndPoint("db", 1)));
        var result = new BsonDocument { { "ok", 0 }, { "code", code }, { "codeName", "Strange" }, { "errmsg", "canary" } };

        var explained = MongoFailure.Explain(new MongoCommandException(connection, "canary", new BsonDocument("insert", "canary"), result), "db:1");

        Assert.Equal(message, explained);
    }

    [Fact]
    public void What_is_no_failure_of_the_database_is_not_explained() =>
        Assert.Null(MongoFailure.Explain(new InvalidOperationException(), "db:1"));

    [Fact]
    public async Task A_refused_sign_in_is_told_without_user_and_password()
    {
        await using var server = new MongoDouble();
        var uri = server.Uri("x").Replace("mongodb://", "mongodb://canary-user:canary-password@", StringComparison.Ordinal);
        using var store = new MongoDocumentStore(Microsoft.Extensions.Options.Options.Create(new StorageOptions { MongoUri = uri }), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<StorageException>(() => store.Open(Sample.Collection).FindAsync("one", Token));

        Assert.Equal($"MongoDB at {server.Endpoint} refuses the sign-in. Check user, password and authSource in Storage:MongoUri.", failure.Message);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }
}
