using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Agents;

/// <summary>The languages that an agent speaks beside its main one. Equal when they are, in the same order. Immutable, thread-safe.</summary>
[CollectionBuilder(typeof(AgentLanguages), nameof(Create))]
[JsonConverter(typeof(AgentLanguagesJsonConverter))]
public sealed class AgentLanguages : IReadOnlyList<AgentLanguage>, IEquatable<AgentLanguages>
{
    private readonly ImmutableArray<AgentLanguage> _languages;

    private AgentLanguages(ImmutableArray<AgentLanguage> languages) => _languages = languages;

    public static AgentLanguages None { get; } = new([]);

    public int Count => _languages.Length;

    public AgentLanguage this[int index] => _languages[index];

    public static AgentLanguages Create(ReadOnlySpan<AgentLanguage> languages) => languages.IsEmpty ? None : new([.. languages]);

    public bool Equals(AgentLanguages? other) => other is not null && _languages.AsSpan().SequenceEqual(other._languages.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as AgentLanguages);

    public override int GetHashCode() => _languages.Aggregate(0, HashCode.Combine);

    public IEnumerator<AgentLanguage> GetEnumerator() => ((IEnumerable<AgentLanguage>)_languages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed class AgentLanguagesJsonConverter : JsonConverter<AgentLanguages>
{
    public override AgentLanguages Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<AgentLanguage[]>(ref reader, options) ?? []];

    public override void Write(Utf8JsonWriter writer, AgentLanguages value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
