using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>
/// The model and voice that an agent has at each provider, whichever of them carries a call. Providers that are asked for nothing special are
/// not in it. In the order of the providers, each once; equal when the picks are. Stored as a list. Immutable, thread-safe.
/// </summary>
[CollectionBuilder(typeof(ProviderPicks), nameof(Create))]
[JsonConverter(typeof(ProviderPicksJsonConverter))]
public sealed class ProviderPicks : ValueList<ProviderPick>
{
    private ProviderPicks(ImmutableArray<ProviderPick> picks)
        : base(picks)
    {
    }

    /// <summary>Defaults everywhere.</summary>
    public static ProviderPicks None { get; } = new([]);

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
        foreach (var pick in this)
        {
            if (pick.Provider == provider)
            {
                return pick;
            }
        }

        return new ProviderPick { Provider = provider };
    }

    /// <summary>The same with another pick of one provider.</summary>
    public ProviderPicks With(ProviderPick pick) => [.. this, pick];
}

internal sealed class ProviderPicksJsonConverter() : ValueListJsonConverter<ProviderPicks, ProviderPick>(items => [.. items]);
