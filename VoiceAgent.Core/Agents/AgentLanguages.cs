using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Agents;

/// <summary>The languages that an agent speaks beside its main one. Equal when they are, in the same order. Immutable, thread-safe.</summary>
[CollectionBuilder(typeof(AgentLanguages), nameof(Create))]
[JsonConverter(typeof(AgentLanguagesJsonConverter))]
public sealed class AgentLanguages : ValueList<AgentLanguage>
{
    private AgentLanguages(ImmutableArray<AgentLanguage> languages)
        : base(languages)
    {
    }

    public static AgentLanguages None { get; } = new([]);

    public static AgentLanguages Create(ReadOnlySpan<AgentLanguage> languages) => languages.IsEmpty ? None : new([.. languages]);
}

internal sealed class AgentLanguagesJsonConverter() : ValueListJsonConverter<AgentLanguages, AgentLanguage>(items => [.. items]);
