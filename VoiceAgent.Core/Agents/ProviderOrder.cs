using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>
/// The providers of one category that an agent may use, the first choice first; empty leaves the choice to the account's usable keys, in
/// catalog order. Equal when the names are. Stored as a list of names.
/// </summary>
[CollectionBuilder(typeof(ProviderOrder), nameof(Create))]
[JsonConverter(typeof(ProviderOrderJsonConverter))]
public sealed class ProviderOrder : IReadOnlyList<ProviderName>, IEquatable<ProviderOrder>
{
    private readonly ImmutableArray<ProviderName> _names;

    private ProviderOrder(ImmutableArray<ProviderName> names) => _names = names;

    public static ProviderOrder Automatic { get; } = new([]);

    public int Count => _names.Length;

    public ProviderName this[int index] => _names[index];

    public static ProviderOrder Create(ReadOnlySpan<ProviderName> names) => names.IsEmpty ? Automatic : new([.. names]);

    public bool Equals(ProviderOrder? other) => other is not null && _names.AsSpan().SequenceEqual(other._names.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ProviderOrder);

    public override int GetHashCode() => _names.Aggregate(0, HashCode.Combine);

    public IEnumerator<ProviderName> GetEnumerator() => ((IEnumerable<ProviderName>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", _names);
}

internal sealed class ProviderOrderJsonConverter : JsonConverter<ProviderOrder>
{
    public override ProviderOrder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<ProviderName[]>(ref reader, options) ?? []];

    public override void Write(Utf8JsonWriter writer, ProviderOrder value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var name in value)
        {
            writer.WriteStringValue(name.ToString());
        }

        writer.WriteEndArray();
    }
}
