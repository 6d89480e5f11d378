using VoiceAgent.Core.Adapters.Mongo;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Adapters.Mongo;

[Trait("Kind", "Adapter")]
public sealed class MongoAddressTests
{
    [Theory]
    [InlineData("mongodb://127.0.0.1:27017", "voiceagent", "127.0.0.1:27017")]
    [InlineData("mongodb://127.0.0.1/", "voiceagent", "127.0.0.1:27017")]
    [InlineData(" mongodb://u:canary@a:1,b:2/phones?replicaSet=rs0 ", "phones", "a:1, b:2")]
    public void The_database_comes_from_the_address_and_the_servers_are_told_without_the_password(string uri, string database, string servers)
    {
        var address = MongoAddress.Parse(uri);

        Assert.Equal((database, servers), (address.Database, address.Servers));
    }

    [Theory]
    [InlineData("canary")]
    [InlineData("http://u:canary@host/")]
    [InlineData("mongodb://")]
    [InlineData("mongodb://u:canary@")]
    [InlineData("mongodb://u:canary/with/slashes@host/db")]
    [InlineData("mongodb://u:canary@host:99999999/db")]
    [InlineData("mongodb://u:canary@host/db?w=majority&maxPoolSize=many")]
    [InlineData("mongodb://u:canary@host/d b.c?x")]
    public void What_is_no_address_is_refused_without_repeating_it(string uri)
    {
        var result = new MongoUriValidator().Validate(null, new StorageOptions { MongoUri = uri });

        Assert.StartsWith("Storage:MongoUri is not a MongoDB connection string. It has the form mongodb://", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.FailureMessage, StringComparison.Ordinal);
        var failure = Assert.Throws<StorageException>(() => MongoAddress.Parse(uri));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_address_says_writes_wait_for_a_majority_and_reads_go_to_the_primary()
    {
        var settings = MongoAddress.Parse("mongodb://host/?w=1&journal=false&readPreference=secondary&retryWrites=false").Settings();

        Assert.Equal("majority", settings.WriteConcern.W.ToString());
        Assert.True(settings.WriteConcern.Journal);
        Assert.Equal(MongoDB.Driver.ReadPreference.Primary, settings.ReadPreference);
        Assert.True(settings.RetryWrites);
        Assert.Null(settings.LoggingSettings);
    }

    [Fact]
    public void Times_come_from_the_address_where_it_says_them()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), MongoAddress.Parse("mongodb://host/").Settings().ServerSelectionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(9), MongoAddress.Parse("mongodb://host/?serverSelectionTimeoutMS=9000").Settings().ServerSelectionTimeout);
    }

    [Fact]
    public void Without_an_address_there_is_nothing_to_refuse() =>
        Assert.True(new MongoUriValidator().Validate(null, new StorageOptions { Path = "x.db" }).Skipped);
}
