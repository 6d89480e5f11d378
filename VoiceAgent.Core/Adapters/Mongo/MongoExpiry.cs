using System.Globalization;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// Which documents are still there by the clock of this process. MongoDB's expiring index only tidies up, by its own clock and later.
/// </summary>
internal sealed class MongoExpiry(DocumentPath path, TimeProvider time)
{
    public DocumentPath Path => path;

    /// <summary>What the filter selects and has not expired.</summary>
    public BsonDocument Alive(BsonDocument filter)
    {
        var isAlive = new BsonArray { new BsonDocument(Field, BsonNull.Value), new BsonDocument(Field, new BsonDocument("$gt", Now())) };
        return new BsonDocument("$and", new BsonArray { filter, new BsonDocument("$or", isAlive) });
    }

    /// <summary>Selects what has expired: roughly by the expiring index, exactly by the property itself.</summary>
    public BsonDocument Expired() => new()
    {
        { MongoFields.Expires, new BsonDocument("$lte", new BsonDateTime(time.GetUtcNow().UtcDateTime)) },
        { Field, new BsonDocument("$lte", Now()) },
    };

    /// <summary>The moment in the body as MongoDB's own kind of time; null where there is none.</summary>
    public static BsonDateTime? Of(BsonDocument body, DocumentPath path)
    {
        BsonValue? value = body;
        foreach (var name in path.Text.Split('.'))
        {
            value = value is BsonDocument document && document.TryGetValue(name, out var inner) ? inner : null;
        }

        return value is BsonString text && DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, out var moment)
            ? new BsonDateTime(moment.UtcDateTime)
            : null;
    }

    private string Field => MongoPredicate.Field(path);

    private string Now() => UtcTimeJsonConverter.Text(time.GetUtcNow());
}
