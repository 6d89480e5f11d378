using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>The commands that write. As on the server, what fails is reported per statement and the command itself succeeds.</summary>
internal sealed class WireWrites(WireDatabases databases)
{
    private static readonly string[] UpdateFields = ["q", "u", "multi", "upsert"];
    private static readonly string[] DeleteFields = ["q", "limit"];

    public BsonDocument Insert(BsonDocument command)
    {
        var collection = Collection(command);
        var inserted = 0;
        return Each(command, "documents", document =>
        {
            collection.Insert(document);
            inserted++;
        }).Merge(new BsonDocument("n", inserted));
    }

    public BsonDocument Update(BsonDocument command)
    {
        var collection = Collection(command);
        var (matched, modified) = (0, 0);
        var upserted = new BsonArray();
        var reply = Each(command, "updates", statement =>
        {
            Check(statement, UpdateFields);
            if (statement.GetValue("multi", false).ToBoolean())
            {
                throw WireException.Unknown("updates of many documents");
            }

            var query = statement["q"].AsBsonDocument;
            if (collection.Find(query).FirstOrDefault() is { } stored)
            {
                collection.Replace(stored, WireUpdate.Apply(stored, query, statement["u"]));
                matched++;
                modified++;
            }
            else if (statement.GetValue("upsert", false).ToBoolean())
            {
                var made = WireUpdate.Apply(null, query, statement["u"]);
                collection.Insert(made);
                upserted.Add(new BsonDocument { { "index", matched + upserted.Count }, { "_id", made["_id"] } });
            }
        });
        reply.Add("n", matched + upserted.Count).Add("nModified", modified);
        return upserted.Count == 0 ? reply : reply.Add("upserted", upserted);
    }

    public BsonDocument Delete(BsonDocument command)
    {
        var collection = Collection(command);
        var deleted = 0;
        var reply = Each(command, "deletes", statement =>
        {
            Check(statement, DeleteFields);
            var found = collection.Find(statement["q"].AsBsonDocument);
            var limit = statement["limit"].ToInt32();
            foreach (var document in found.Take(limit == 0 ? int.MaxValue : limit))
            {
                collection.Remove(document);
                deleted++;
            }
        });
        return reply.Add("n", deleted);
    }

    public BsonDocument FindAndModify(BsonDocument command)
    {
        var collection = Collection(command);
        var query = command["query"].AsBsonDocument;
        var stored = collection.Find(query).FirstOrDefault();
        if (stored is null && !command.GetValue("upsert", false).ToBoolean())
        {
            return new BsonDocument("value", BsonNull.Value);
        }

        var changed = WireUpdate.Apply(stored, query, command["update"]);
        if (stored is null)
        {
            collection.Insert(changed);
        }
        else
        {
            collection.Replace(stored, changed);
        }

        var isNew = command.GetValue("new", false).ToBoolean();
        return new BsonDocument("value", isNew ? changed : (BsonValue?)stored ?? BsonNull.Value);
    }

    private WireCollection Collection(BsonDocument command) => databases.FindOrMake(command["$db"].AsString, command[0].AsString);

    private static BsonDocument Each(BsonDocument command, string field, Action<BsonDocument> write)
    {
        var errors = new BsonArray();
        foreach (var (item, index) in command[field].AsBsonArray.Select((item, index) => (item.AsBsonDocument, index)))
        {
            try
            {
                write(item);
            }
            catch (WireException failure) when (failure.Code is 11000 or 66 or 52 or 10334)
            {
                errors.Add(new BsonDocument { { "index", index }, { "code", failure.Code }, { "errmsg", failure.Message } });
                if (command.GetValue("ordered", true).ToBoolean())
                {
                    break;
                }
            }
        }

        return errors.Count == 0 ? [] : new BsonDocument("writeErrors", errors);
    }

    private static void Check(BsonDocument statement, string[] fields)
    {
        if (statement.Names.FirstOrDefault(name => !fields.Contains(name)) is { } unknown)
        {
            throw WireException.Unknown($"the field {unknown} of a statement");
        }
    }
}
