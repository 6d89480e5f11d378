namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>A command that fails with a code of MongoDB, as in its list of error codes.</summary>
internal sealed class WireException(int code, string name, string message) : Exception(message)
{
    public const int Internal = 1;

    public int Code { get; } = code;

    public string CodeName { get; } = name;

    /// <summary>A field, operator or command that this double does not know: whoever sends it has to teach it first.</summary>
    public static WireException Unknown(string what) => new(40415, "Location40415", $"The double of MongoDB does not know {what}.");

    public static WireException Duplicate(string collection, string index, string keys) =>
        new(11000, "DuplicateKey", $"E11000 duplicate key error collection: {collection} index: {index} dup key: {keys}");

    public static WireException NoIndex(string name) => new(27, "IndexNotFound", $"index not found with name [{name}]");

    public static WireException NoCollection(string name) => new(26, "NamespaceNotFound", $"ns does not exist: {name}");
}
