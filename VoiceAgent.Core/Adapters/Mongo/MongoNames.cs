using System.Text;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// Property names that MongoDB takes for plain names: a dot would begin a path and a dollar an operator, and servers before 5.0 refuse
/// some of them. They are percent-encoded. What predicates and indexes name is letters, digits and underscores, and stays as it is.
/// </summary>
internal static class MongoNames
{
    public static string Escape(string name) => name.AsSpan().IndexOfAny('%', '.', '$') < 0 && !name.Contains('\0')
        ? name
        : new StringBuilder(name)
            .Replace("%", "%25").Replace(".", "%2E").Replace("$", "%24").Replace("\0", "%00")
            .ToString();

    public static string Unescape(string name) => name.Contains('%')
        ? new StringBuilder(name)
            .Replace("%00", "\0").Replace("%24", "$").Replace("%2E", ".").Replace("%25", "%")
            .ToString()
        : name;
}
