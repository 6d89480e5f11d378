using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>The commands the adapter sends, with the fields it sends; any other fails. Whoever calls holds the double's lock.</summary>
internal sealed class WireCommands
{
    private static readonly string[] Common = ["$db", "$readPreference", "$clusterTime", "lsid", "txnNumber", "readConcern", "writeConcern", "maxTimeMS"];
    private readonly WireDatabases _databases;
    private readonly Dictionary<string, (string[] Fields, Func<BsonDocument, BsonDocument> Run)> _commands;

    public WireCommands(WireDatabases databases)
    {
        _databases = databases;
        var writes = new WireWrites(databases);
        _commands = new(StringComparer.Ordinal)
        {
            ["ping"] = ([], _ => []),
            ["buildInfo"] = ([], _ => new BsonDocument { { "version", "4.4.0" }, { "versionArray", new BsonArray { 4, 4, 0, 0 } } }),
            ["endSessions"] = ([], _ => []),
            ["saslStart"] = (["mechanism", "payload", "options"], _ => throw new WireException(18, "AuthenticationFailed", "Authentication failed.")),
            ["find"] = (["filter", "sort", "skip", "limit", "batchSize", "singleBatch"], Find),
            ["getMore"] = (["collection", "batchSize"], GetMore),
            ["killCursors"] = (["cursors"], KillCursors),
            ["aggregate"] = (["pipeline", "cursor"], Count),
            ["insert"] = (["documents", "ordered"], writes.Insert),
            ["update"] = (["updates", "ordered"], writes.Update),
            ["delete"] = (["deletes", "ordered"], writes.Delete),
            ["findAndModify"] = (["query", "update", "new", "upsert"], writes.FindAndModify),
            ["createIndexes"] = (["indexes"], CreateIndexes),
            ["dropIndexes"] = (["index"], DropIndexes),
            ["listIndexes"] = (["cursor"], ListIndexes),
            ["listCollections"] = (["filter", "nameOnly", "cursor", "authorizedCollections"], ListCollections),
            ["dropDatabase"] = ([], DropDatabase),
        };
    }

    public BsonDocument Run(BsonDocument command)
    {
        var name = command.GetElement(0).Name;
        if (!_commands.TryGetValue(name, out var known))
        {
            throw new WireException(59, "CommandNotFound", $"no such command: '{name}'");
        }

        if (command.Names.Skip(1).FirstOrDefault(field => !known.Fields.Contains(field) && !Common.Contains(field)) is { } field)
        {
            throw WireException.Unknown($"the field {field} of {name}");
        }

        return known.Run(command);
    }

    private static string Database(BsonDocument command) => command["$db"].AsString;

    private static string FullName(BsonDocument command) => $"{Database(command)}.{command[0].AsString}";

    private BsonDocument Find(BsonDocument command)
    {
        var filter = command.GetValue("filter", new BsonDocument()).AsBsonDocument;
        IEnumerable<BsonDocument> found = _databases.Find(Database(command), command[0].AsString)?.Find(filter) ?? [];
        foreach (var key in command.GetValue("sort", new BsonDocument()).AsBsonDocument.Reverse())
        {
            found = key.Value.ToInt32() > 0
                ? found.OrderBy(document => WireFilter.Read(document, key.Name), WireOrder.Instance)
                : found.OrderByDescending(document => WireFilter.Read(document, key.Name), WireOrder.Instance);
        }

        var limit = command.GetValue("limit", 0).ToInt32();
        found = found.Skip(command.GetValue("skip", 0).ToInt32()).Take(limit == 0 ? int.MaxValue : limit);
        return _databases.Open(FullName(command), found, command, command.GetValue("singleBatch", false).ToBoolean());
    }

    private BsonDocument GetMore(BsonDocument command) => _databases.Continue(
        $"{Database(command)}.{command["collection"].AsString}",
        command[0].ToInt64(),
        command.TryGetValue("batchSize", out var size) ? size.ToInt32() : null);

    private BsonDocument KillCursors(BsonDocument command)
    {
        command["cursors"].AsBsonArray.ToList().ForEach(id => _databases.Kill(id.ToInt64()));
        return new BsonDocument("cursorsKilled", command["cursors"]);
    }

    /// <summary>The one pipeline of the adapter: documents counted.</summary>
    private BsonDocument Count(BsonDocument command)
    {
        var counting = new BsonDocument("$group", new BsonDocument { { "_id", 1 }, { "n", new BsonDocument("$sum", 1) } });
        if (command["pipeline"].AsBsonArray is not [var match, var group] || match.AsBsonDocument is not { ElementCount: 1 } first
            || !first.TryGetValue("$match", out var filter) || group != counting)
        {
            throw WireException.Unknown($"the pipeline {command["pipeline"]}");
        }

        var count = _databases.Find(Database(command), command[0].AsString)?.Find(filter.AsBsonDocument).Count ?? 0;
        BsonDocument[] result = count == 0 ? [] : [new BsonDocument { { "_id", 1 }, { "n", count } }];
        return _databases.Open(FullName(command), result, command, isSingleBatch: false);
    }

    private BsonDocument CreateIndexes(BsonDocument command)
    {
        var collection = _databases.FindOrMake(Database(command), command[0].AsString);
        var before = collection.Indexes.Count;
        foreach (var index in command["indexes"].AsBsonArray)
        {
            collection.AddIndex(new WireIndex(index.AsBsonDocument));
        }

        return new BsonDocument { { "numIndexesBefore", before }, { "numIndexesAfter", collection.Indexes.Count } };
    }

    private BsonDocument DropIndexes(BsonDocument command)
    {
        Existing(command).DropIndex(command["index"].AsString);
        return [];
    }

    private BsonDocument ListIndexes(BsonDocument command) =>
        _databases.Open(FullName(command), Existing(command).Indexes.Select(index => index.Description), command, isSingleBatch: false);

    private BsonDocument ListCollections(BsonDocument command)
    {
        var names = _databases.Names(Database(command)).Select(name => new BsonDocument { { "name", name }, { "type", "collection" } });
        var filter = command.GetValue("filter", new BsonDocument()).AsBsonDocument;
        return _databases.Open($"{Database(command)}.$cmd.listCollections", names.Where(name => WireFilter.Matches(name, filter)), command, isSingleBatch: false);
    }

    private BsonDocument DropDatabase(BsonDocument command)
    {
        _databases.Drop(Database(command));
        return new BsonDocument("dropped", Database(command));
    }

    private WireCollection Existing(BsonDocument command) =>
        _databases.Find(Database(command), command[0].AsString) ?? throw WireException.NoCollection(FullName(command));
}
