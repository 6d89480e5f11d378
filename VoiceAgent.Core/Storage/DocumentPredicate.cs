namespace VoiceAgent.Core.Storage;

/// <summary>
/// A predicate over stored JSON, read from LINQ by <see cref="DocumentPredicateReader"/>; adapters translate this and nothing else.
/// Two-valued: a comparison with a missing or null property is false, except for equality with null and inequality with a value.
/// Values are JSON scalars: <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or null.
/// </summary>
internal abstract record DocumentPredicate
{
    /// <summary>All documents, or none.</summary>
    public sealed record Constant(bool Value) : DocumentPredicate;

    public sealed record And(DocumentPredicate Left, DocumentPredicate Right) : DocumentPredicate;

    public sealed record Or(DocumentPredicate Left, DocumentPredicate Right) : DocumentPredicate;

    public sealed record Not(DocumentPredicate Inner) : DocumentPredicate;

    public sealed record Compare(DocumentPath Path, DocumentComparison Comparison, object? Value) : DocumentPredicate;

    /// <summary>The property is one of these values.</summary>
    public sealed record In(DocumentPath Path, IReadOnlyList<object?> Values) : DocumentPredicate;

    /// <summary>The text property begins with this prefix, by ordinal.</summary>
    public sealed record StartsWith(DocumentPath Path, string Prefix) : DocumentPredicate;
}

/// <summary>How a property relates to a value.</summary>
internal enum DocumentComparison
{
    Equal,
    NotEqual,
    LessThan,
    LessThanOrEqual,
    GreaterThan,
    GreaterThanOrEqual,
}
