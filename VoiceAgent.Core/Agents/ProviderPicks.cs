using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>
/// The model and voice that an agent has at each provider, whichever of them carries a call. Providers that are asked for nothing special are
/// not in it. In the order of the providers, each once; equal when the picks are. Stored as a list. Immutable, thread-safe.
/// </summary>
[CollectionBuilder(typeof(ProviderPicks), nameof(Create))]
[JsonConverter(typeof(ProviderPicksJsonConverter))]
public sealed class ProviderPicks : IReadOnlyList<ProviderPick>, IEquatable<ProviderPicks>
{
    private readonly ImmutableArray<ProviderPick> _picks;

    private ProviderPicks(ImmutableArray<ProviderPick> picks) => _picks = picks;

    /// <summary>Defaults everywhere.</summary>
    public static ProviderPicks None { get; } = new([]);

    public int Count => _picks.Length;

    public ProviderPick this[int index] => _picks[index];

    /// <summary>Of several picks of one provider the last counts.</summary>
    public static ProviderPicks Create(ReadOnlySpan<ProviderPick> picks)
    {
        var kept = new SortedDictionary<ProviderName, ProviderPick>();
        foreach (var pick in picks)
        {
            kept.Remove(pick.Provider);
            if (!pick.IsDefault)
            {
                kept.Add(pick.Provider, pick);
            }
        }

        return kept.Count == 0 ? None : new([.. kept.Values]);
    }

    /// <summary>What is asked of a provider; only defaults when it is not in the list.</summary>
    public ProviderPick Of(ProviderName provider)
    {
        foreach (var pick in _picks)
        {
            if (pick.Provider == provider)
            {
                return pick;
            }
        }

        return new ProviderPick { Provider = provider };
    }

    /// <summary>The same with another pick of one provider.</summary>
    public ProviderPicks With(ProviderPick pick) => [.. _picks, pick];

    public bool Equals(ProviderPicks? other) => other is not null && _picks.AsSpan().SequenceEqual(other._picks.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ProviderPicks);

    public override int GetHashCode() => _picks.Aggregate(0, HashCode.Combine);

    public IEnumerator<ProviderPick> GetEnumerator() => ((IEnumerable<ProviderPick>)_picks).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed class ProviderPicksJsonConverter : JsonConverter<ProviderPicks>
{
    public override ProviderPicks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<ProviderPick[]>(ref reader, options) ?? []];

    public override void Write(Utf8JsonWriter writer, ProviderPicks value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
