using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace VoiceAgent.Core.Storage;

/// <summary>A property of a document, as stored: JSON names joined by dots, each of letters, digits and underscores only.</summary>
/// <param name="Text">Such as <c>settings.displayName</c>.</param>
/// <param name="Type">The property's type in the record.</param>
/// <param name="MayBeNull">Whether, by its types, the property or one it is reached through can be null. Texts always can.</param>
internal sealed partial record DocumentPath(string Text, Type Type, bool MayBeNull)
{
    /// <summary>Reads <c>document => document.A.B</c>.</summary>
    public static DocumentPath Read(LambdaExpression lambda) =>
        TryRead(lambda.Body, lambda.Parameters[0]) ?? throw new NotSupportedException($"Not a property path of a document: {lambda}");

    /// <summary>As <see cref="Read"/>, and only what has an order.</summary>
    public static DocumentPath ReadSortable(LambdaExpression lambda) =>
        Read(lambda) is { IsSortable: true } path ? path : throw new NotSupportedException($"Documents cannot be put in order by: {lambda}");

    /// <summary>Null when the expression is not a path that begins at <paramref name="document"/>.</summary>
    public static DocumentPath? TryRead(Expression expression, ParameterExpression document)
    {
        var path = Unwrap(expression);
        var members = new Stack<MemberExpression>();
        var current = path;
        while (current is MemberExpression { Expression: { } owner, Member: PropertyInfo } member)
        {
            if (!IsNullableValue(member))
            {
                members.Push(member);
            }

            current = Unwrap(owner);
        }

        if (current != document || members.Count == 0)
        {
            return null;
        }

        var names = members.Select(JsonName).ToList();
        return names.Contains(null) ? null : new DocumentPath(string.Join('.', names), path.Type, members.Any(member => IsNullable(member.Type)));
    }

    /// <summary>Whether documents can be put in order by this property.</summary>
    public bool IsSortable => IsOrdered || Value == typeof(string) || Value == typeof(bool) || IsEntityId(Value);

    /// <summary>Whether <c>&lt;</c> and its like have a meaning that JSON keeps: numbers, moments, dates, GUIDs.</summary>
    public bool IsOrdered => IsNumber || Value == typeof(DateTimeOffset) || Value == typeof(DateOnly) || Value == typeof(Guid);

    /// <summary>Whether equality in JSON is equality of the value.</summary>
    public bool IsComparable =>
        IsSortable || Value.IsEnum || Value == typeof(TimeSpan) || Value == typeof(TimeOnly);

    public bool IsNumber => IsNumberType(Value);

    /// <summary>The type without its nullable wrapping.</summary>
    public Type Value => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>Removes conversions that lose nothing: to object, to a nullable, of an enum to its number, to a wider number.</summary>
    private static Expression Unwrap(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert && IsLossless(convert.Operand.Type, convert.Type))
        {
            expression = convert.Operand;
        }

        return expression;
    }

    private static bool IsLossless(Type from, Type to)
    {
        from = Nullable.GetUnderlyingType(from) ?? from;
        to = Nullable.GetUnderlyingType(to) ?? to;
        return to == from || !to.IsValueType || from.IsEnum || (IsNumberType(from) && Rank(from) < Rank(to));
    }

    private static bool IsNumberType(Type type) => !type.IsEnum && Rank(type) > 0;

    private static int Rank(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte or TypeCode.Byte => 1,
        TypeCode.Int16 or TypeCode.UInt16 => 2,
        TypeCode.Int32 or TypeCode.UInt32 => 3,
        TypeCode.Int64 => 4,
        TypeCode.Single => 5,
        TypeCode.Double => 6,
        _ => 0,
    };

    private static bool IsEntityId(Type type) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(Common.IEntityId<>));

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool IsNullableValue(MemberExpression member) =>
        member.Member.Name == nameof(Nullable<>.Value) && Nullable.GetUnderlyingType(member.Expression!.Type) is not null;

    private static string? JsonName(MemberExpression member)
    {
        var owner = Unwrap(member.Expression!).Type;
        var info = DocumentJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(owner) ?? owner);
        return info.Kind == JsonTypeInfoKind.Object
            && info.Properties.FirstOrDefault(candidate => (candidate.AttributeProvider as MemberInfo)?.Name == member.Member.Name) is { } found
            && NamePattern().IsMatch(found.Name)
            ? found.Name
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
