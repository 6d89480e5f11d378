using System.Globalization;
using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// A predicate as SQL over the column <c>body</c>. SQL's third truth value never decides: a comparison with a missing property is null,
/// which selects nothing, and negation is <c>IS NOT TRUE</c>.
/// </summary>
internal sealed class SqlitePredicate
{
    private readonly StringBuilder _sql = new();
    private readonly List<object?> _values = [];

    private SqlitePredicate()
    {
    }

    public string Sql => _sql.ToString();

    /// <summary>What stands for <c>$p0</c>, <c>$p1</c> and so on.</summary>
    public IReadOnlyList<object?> Values => _values;

    public static SqlitePredicate Translate(DocumentPredicate predicate)
    {
        var translation = new SqlitePredicate();
        translation.Write(predicate);
        return translation;
    }

    /// <summary>The expression that reads a property; indexes use the same text, which is how SQLite recognizes them.</summary>
    public static string Extract(DocumentPath path) => $"json_extract(body,'$.{path.Text}')";

    private void Write(DocumentPredicate predicate)
    {
        switch (predicate)
        {
            case DocumentPredicate.Constant constant:
                _sql.Append(constant.Value ? "1" : "0");
                break;
            case DocumentPredicate.And both:
                WriteJoined(both.Left, " AND ", both.Right);
                break;
            case DocumentPredicate.Or either:
                WriteJoined(either.Left, " OR ", either.Right);
                break;
            case DocumentPredicate.Not not:
                _sql.Append("((");
                Write(not.Inner);
                _sql.Append(") IS NOT TRUE)");
                break;
            case DocumentPredicate.Compare compare:
                _sql.Append(Extract(compare.Path)).Append(Operator(compare)).Append(Parameter(compare.Value));
                break;
            case DocumentPredicate.In any:
                WriteIn(any);
                break;
            case DocumentPredicate.StartsWith start:
                WriteStartsWith(start);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void WriteJoined(DocumentPredicate left, string word, DocumentPredicate right)
    {
        _sql.Append('(');
        Write(left);
        _sql.Append(word);
        Write(right);
        _sql.Append(')');
    }

    private static string Operator(DocumentPredicate.Compare compare) => compare.Comparison switch
    {
        DocumentComparison.Equal => compare.Value is null ? " IS " : " = ",
        DocumentComparison.NotEqual => " IS NOT ",
        DocumentComparison.LessThan => " < ",
        DocumentComparison.LessThanOrEqual => " <= ",
        DocumentComparison.GreaterThan => " > ",
        DocumentComparison.GreaterThanOrEqual => " >= ",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>All values travel in one JSON parameter: SQLite bounds the number of parameters.</summary>
    private void WriteIn(DocumentPredicate.In any)
    {
        var values = JsonSerializer.Serialize(any.Values.Where(value => value is not null), DocumentJson.Options);
        _sql.Append('(').Append(Extract(any.Path)).Append(" IN (SELECT value FROM json_each(").Append(Parameter(values)).Append("))");
        if (any.Values.Contains(null))
        {
            _sql.Append(" OR ").Append(Extract(any.Path)).Append(" IS NULL");
        }

        _sql.Append(')');
    }

    /// <summary>A range, which an index can answer: from the prefix up to the first text that sorts behind all that begin with it.</summary>
    private void WriteStartsWith(DocumentPredicate.StartsWith start)
    {
        _sql.Append('(').Append(Extract(start.Path)).Append(" >= ").Append(Parameter(start.Prefix));
        if (StorableText.AfterAllWith(start.Prefix) is { } end)
        {
            _sql.Append(" AND ").Append(Extract(start.Path)).Append(" < ").Append(Parameter(end));
        }

        _sql.Append(')');
    }

    private string Parameter(object? value)
    {
        _values.Add(value is bool flag ? (flag ? 1L : 0L) : value);
        return string.Create(CultureInfo.InvariantCulture, $"$p{_values.Count - 1}");
    }
}
