using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace VoiceAgent.Core.Storage;

/// <summary>Reads the LINQ subset of <see cref="IDocuments{T}"/>. Whatever does not touch the document is evaluated here.</summary>
internal sealed class DocumentPredicateReader : ExpressionVisitor
{
    private readonly ParameterExpression _document;
    private bool _seesDocument;

    private DocumentPredicateReader(ParameterExpression document) => _document = document;

    /// <summary>Throws <see cref="NotSupportedException"/>, naming the part that cannot be translated.</summary>
    public static DocumentPredicate Read(LambdaExpression where)
    {
        ArgumentNullException.ThrowIfNull(where);
        return new DocumentPredicateReader(where.Parameters[0]).Read(where.Body);
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _seesDocument |= node == _document;
        return node;
    }

    private DocumentPredicate Read(Expression expression) => expression switch
    {
        _ when expression.Type == typeof(bool) && !TouchesDocument(expression) => new DocumentPredicate.Constant((bool)Evaluate(expression)!),
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => new DocumentPredicate.And(Read(both.Left), Read(both.Right)),
        BinaryExpression { NodeType: ExpressionType.OrElse } either => new DocumentPredicate.Or(Read(either.Left), Read(either.Right)),
        UnaryExpression { NodeType: ExpressionType.Not } not when not.Type == typeof(bool) => new DocumentPredicate.Not(Read(not.Operand)),
        BinaryExpression comparison when Comparison(comparison.NodeType) is { } kind => ReadComparison(comparison, kind),
        MethodCallExpression { Method.Name: nameof(Enumerable.Contains) } call => ReadContains(call),
        MethodCallExpression { Method.Name: nameof(string.StartsWith) } call => ReadStartsWith(call),
        MemberExpression { Member.Name: nameof(Nullable<>.HasValue), Expression: { } owner }
            when Nullable.GetUnderlyingType(owner.Type) is not null && Path(owner) is { } path =>
            new DocumentPredicate.Compare(path, DocumentComparison.NotEqual, null),
        MemberExpression { Type: var type } when type == typeof(bool) && Path(expression) is { } path =>
            new DocumentPredicate.Compare(path, DocumentComparison.Equal, true),
        _ => throw Unsupported(expression),
    };

    private DocumentPredicate.Compare ReadComparison(BinaryExpression node, DocumentComparison comparison)
    {
        var (path, other) = (Path(node.Left), node.Right);
        if (path is null)
        {
            (path, other, comparison) = (Path(node.Right), node.Left, Mirror(comparison));
        }

        if (path is null || TouchesDocument(other))
        {
            throw Unsupported(node);
        }

        var value = Evaluate(other);
        var isEquality = comparison is DocumentComparison.Equal or DocumentComparison.NotEqual;
        return (isEquality && (value is null || path.IsComparable)) || path.IsOrdered
            ? new DocumentPredicate.Compare(path, comparison, Scalar(value, path))
            : throw Unsupported(node);
    }

    private DocumentPredicate.In ReadContains(MethodCallExpression call)
    {
        var arguments = call.Method.IsStatic ? [.. call.Arguments] : new List<Expression> { call.Object!, call.Arguments[0] };
        var isKnown = call.Method.DeclaringType == typeof(Enumerable)
            || call.Method.DeclaringType == typeof(MemoryExtensions)
            || (!call.Method.IsStatic && call.Arguments.Count == 1 && call.Object!.Type != typeof(string));
        var hasComparer = arguments.Count > 2 && arguments[2] is not ConstantExpression { Value: null };
        var source = UnwrapSpan(arguments[0]);
        if (!isKnown || hasComparer || TouchesDocument(source) || Path(arguments[1]) is not { IsComparable: true } path)
        {
            throw Unsupported(call);
        }

        return Evaluate(source) is IEnumerable values
            ? new DocumentPredicate.In(path, [.. values.Cast<object?>().Select(value => Scalar(value, path))])
            : throw Unsupported(call);
    }

    private DocumentPredicate.StartsWith ReadStartsWith(MethodCallExpression call)
    {
        var isOrdinal = call.Arguments.Count == 1
            || (call.Arguments.Count == 2 && !TouchesDocument(call.Arguments[1]) && Evaluate(call.Arguments[1]) is StringComparison.Ordinal);
        return call.Method.DeclaringType == typeof(string)
            && isOrdinal
            && Path(call.Object!) is { } path
            && !TouchesDocument(call.Arguments[0])
            && Evaluate(call.Arguments[0])?.ToString() is { } prefix
            ? new DocumentPredicate.StartsWith(path, (string)Scalar(prefix, path)!)
            : throw Unsupported(call);
    }

    private DocumentPath? Path(Expression expression) => DocumentPath.TryRead(expression, _document);

    private bool TouchesDocument(Expression expression)
    {
        _seesDocument = false;
        Visit(expression);
        return _seesDocument;
    }

    /// <summary>Arrays are searched as spans: the array is what is evaluated.</summary>
    private static Expression UnwrapSpan(Expression expression) =>
        expression is MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } && expression.Type.IsByRefLike
            ? array
            : expression is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand } && expression.Type.IsByRefLike
                ? operand
                : expression;

    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: ConstantExpression { Value: { } closure } } => field.GetValue(closure),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private static object? Scalar(object? value, DocumentPath path)
    {
        if (value is null)
        {
            return null;
        }

        var typed = path.Value.IsEnum ? Enum.ToObject(path.Value, value) : value;
        var json = JsonSerializer.SerializeToElement(typed, typed.GetType(), DocumentJson.Options);
        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
            _ => throw new NotSupportedException($"A value of type {typed.GetType().Name} cannot be compared with {path.Text}."),
        };
    }

    private static DocumentComparison? Comparison(ExpressionType type) => type switch
    {
        ExpressionType.Equal => DocumentComparison.Equal,
        ExpressionType.NotEqual => DocumentComparison.NotEqual,
        ExpressionType.LessThan => DocumentComparison.LessThan,
        ExpressionType.LessThanOrEqual => DocumentComparison.LessThanOrEqual,
        ExpressionType.GreaterThan => DocumentComparison.GreaterThan,
        ExpressionType.GreaterThanOrEqual => DocumentComparison.GreaterThanOrEqual,
        _ => null,
    };

    private static DocumentComparison Mirror(DocumentComparison comparison) => comparison switch
    {
        DocumentComparison.LessThan => DocumentComparison.GreaterThan,
        DocumentComparison.LessThanOrEqual => DocumentComparison.GreaterThanOrEqual,
        DocumentComparison.GreaterThan => DocumentComparison.LessThan,
        DocumentComparison.GreaterThanOrEqual => DocumentComparison.LessThanOrEqual,
        _ => comparison,
    };

    private static NotSupportedException Unsupported(Expression expression) => new(
        $"A document predicate cannot contain: {expression}. It may compare a property path with a value, join such comparisons with "
        + "&&, || and !, and use values.Contains(path) and path.StartsWith(text).");
}
