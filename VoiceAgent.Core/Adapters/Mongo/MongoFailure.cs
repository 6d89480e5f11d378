using System.Globalization;
using MongoDB.Driver;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// What failed, in the operator's words. Messages of the server about a command may quote the document, so none is repeated; and a failed
/// sign-in to the database is told without the name.
/// </summary>
internal static class MongoFailure
{
    private const int IndexNotFound = 27;
    private const int IndexOptionsConflict = 85;
    private const int IndexKeySpecsConflict = 86;
    private const int Unauthorized = 13;
    private const int AuthenticationFailed = 18;
    private const int ObjectTooLarge = 10334;
    private const int DiskFull = 14031;

    /// <summary>Null for what is no failure of the database, and for what the caller has an answer to.</summary>
    /// <param name="servers">Hosts and ports that were asked.</param>
    public static string? Explain(Exception exception, string servers) => exception switch
    {
        _ when IsDuplicate(exception) || IsIndexMatter(exception) => null,
        MongoAuthenticationException or TimeoutException { InnerException: MongoAuthenticationException } => NotSignedIn(servers),
        TimeoutException when exception.Message.Contains(nameof(MongoAuthenticationException), StringComparison.Ordinal) => NotSignedIn(servers),
        TimeoutException or MongoConnectionException or MongoNotPrimaryException or MongoNodeIsRecoveringException => Unreachable(servers),
        MongoIncompatibleDriverException =>
            $"The server at {servers} is too old. VoiceAgent needs MongoDB 4.4 or newer.",
        MongoWriteConcernException error => NotReplicated(error.Code),
        MongoCommandException command => OfCode(command.Code, command.CodeName, servers),
        MongoWriteException { WriteError: { } error } => OfCode(error.Code, null, servers),
        MongoBulkWriteException { WriteErrors: [{ } error, ..] } => OfCode(error.Code, null, servers),
        MongoWriteException { WriteConcernError: { } error } => NotReplicated(error.Code),
        MongoBulkWriteException { WriteConcernError: { } error } => NotReplicated(error.Code),
        FormatException when exception.Message.Contains("MaxDocumentSize", StringComparison.Ordinal) => TooLarge,
        MongoException => $"MongoDB at {servers} could not do its work ({exception.GetType().Name}).",
        _ => null,
    };

    /// <summary>The server did not answer in time.</summary>
    public static string NoAnswer(string servers) => $"MongoDB at {servers} did not answer in time. Check the server's load and the network.";

    public static bool IsDuplicate(Exception exception) => exception switch
    {
        MongoWriteException { WriteError.Category: ServerErrorCategory.DuplicateKey } => true,
        MongoCommandException { Code: 11000 or 11001 } => true,
        MongoBulkWriteException bulk => bulk.WriteErrors.Count > 0 && bulk.WriteErrors.All(error => error.Category == ServerErrorCategory.DuplicateKey),
        _ => false,
    };

    /// <summary>An index is gone, or is there in another form: what whoever prepares a collection handles.</summary>
    public static bool IsIndexMatter(Exception exception) =>
        exception is MongoCommandException { Code: IndexNotFound or IndexOptionsConflict or IndexKeySpecsConflict };

    private const string TooLarge = "A document is larger than MongoDB can hold, which is 16 MB.";

    private static string Unreachable(string servers) =>
        $"MongoDB at {servers} cannot be reached. Check that it runs and has a primary, and that Storage:MongoUri names the right hosts.";

    private static string NotSignedIn(string servers) =>
        $"MongoDB at {servers} refuses the sign-in. Check user, password and authSource in Storage:MongoUri.";

    private static string NotReplicated(int code) =>
        $"MongoDB could not write to a majority of its servers ({code.ToString(CultureInfo.InvariantCulture)}). Check the replica set.";

    private static string OfCode(int code, string? name, string servers) => code switch
    {
        Unauthorized => $"MongoDB at {servers} does not let the user of Storage:MongoUri do this. It needs the role readWrite on the database.",
        AuthenticationFailed => NotSignedIn(servers),
        ObjectTooLarge => TooLarge,
        DiskFull => "The disk of MongoDB is full.",
        _ => string.Create(CultureInfo.InvariantCulture, $"MongoDB at {servers} could not do its work (error {code}{(name is null ? "" : " ")}{name})."),
    };
}
