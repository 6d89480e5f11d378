using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>
/// The providers of one category that an agent may use, the first choice first; empty leaves the choice to the account's usable keys, in
/// catalog order. Equal when the names are. Stored as a list of names.
/// </summary>
[CollectionBuilder(typeof(ProviderOrder), nameof(Create))]
[JsonConverter(typeof(ProviderOrderJsonConverter))]
public sealed class ProviderOrder : ValueList<ProviderName>
{
    private ProviderOrder(ImmutableArray<ProviderName> names)
        : base(names)
    {
    }

    public static ProviderOrder Automatic { get; } = new([]);

    public static ProviderOrder Create(ReadOnlySpan<ProviderName> names) => names.IsEmpty ? Automatic : new([.. names]);

    public override string ToString() => string.Join(", ", this);
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
