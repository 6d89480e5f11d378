using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Common;

/// <summary>A list that is equal to another of its type when the items are, in the same order. Immutable, thread-safe.</summary>
public abstract class ValueList<T> : IReadOnlyList<T>
{
    private readonly ImmutableArray<T> _items;

    private protected ValueList(ImmutableArray<T> items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public override bool Equals(object? obj) => obj is ValueList<T> other && other.GetType() == GetType() && _items.AsSpan().SequenceEqual(other._items.AsSpan());

    public override int GetHashCode() => _items.Aggregate(0, HashCode.Combine);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Stores a <see cref="ValueList{T}"/> as a list of its items.</summary>
/// <param name="create">Makes the list.</param>
internal abstract class ValueListJsonConverter<TList, T>(Func<T[], TList> create) : JsonConverter<TList>
    where TList : ValueList<T>
{
    public override TList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        create(JsonSerializer.Deserialize<T[]>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, TList value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
