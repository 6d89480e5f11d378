using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>How a document lies in the database.</summary>
internal static class MongoFields
{
    public const string Id = "_id";
    public const string Version = "version";
    public const string Schema = "schema";

    /// <summary>The moment of expiry as MongoDB's own kind of time, for its expiring index; absent where there is none.</summary>
    public const string Expires = "expires";

    /// <summary>What the document's JSON says.</summary>
    public const string Body = "body";

    /// <summary>The collection that remembers the schemas of the others.</summary>
    public const string Collections = "_collections";

    /// <param name="expiry">Where the body says when it expires; null where documents do not.</param>
    public static BsonDocument Document(string id, long version, int schema, BsonDocument body, DocumentPath? expiry)
    {
        var document = new BsonDocument { { Id, id }, { Version, version }, { Schema, schema } };
        if (expiry is not null && MongoExpiry.Of(body, expiry) is { } expires)
        {
            document.Add(Expires, expires);
        }

        return document.Add(Body, body);
    }
}
