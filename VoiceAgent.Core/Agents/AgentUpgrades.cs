using System.Text.Json.Nodes;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>Brings agents stored by earlier versions to the present shape, one step a version.</summary>
internal static class AgentUpgrades
{
    // ElevenLabs names voices by twenty letters and digits, Hume by words or by an id with dashes.
    private const int ElevenLabsVoiceLength = 20;

    /// <summary>An agent named one provider of a category, or none; now it has a list of them.</summary>
    public static JsonObject OneProviderToOrder(JsonObject agent)
    {
        foreach (var category in (string[])["speechToText", "languageModel", "textToSpeech"])
        {
            var chosen = agent[category]?.GetValue<string>();
            agent[category] = chosen is null ? new JsonArray() : new JsonArray(JsonValue.Create(chosen));
        }

        return agent;
    }

    /// <summary>
    /// An agent had one model and one voice, for the first of its providers; now each provider has its own. Where the order was left to
    /// the keys, the names tell whose they are.
    /// </summary>
    public static JsonObject OneModelToPicks(JsonObject agent)
    {
        var picks = new JsonArray();
        var listens = First(agent, "speechToText");
        if (Take(agent, "speechToTextModel") is { } heardBy && listens is not null)
        {
            picks.Add(Pick(listens, heardBy, voice: null));
        }

        if (Take(agent, "model") is { } model)
        {
            var byName = model.StartsWith("grok", StringComparison.OrdinalIgnoreCase) ? ProviderName.Grok : ProviderName.OpenAI;
            picks.Add(Pick(First(agent, "languageModel") ?? byName.ToString(), model, voice: null));
        }

        if (Take(agent, "voiceId") is { } voice)
        {
            var byName = voice.Length == ElevenLabsVoiceLength && voice.All(char.IsAsciiLetterOrDigit) ? ProviderName.ElevenLabs : ProviderName.Hume;
            picks.Add(Pick(First(agent, "textToSpeech") ?? byName.ToString(), model: null, voice));
        }

        agent["picks"] = picks;
        return agent;
    }

    private static string? First(JsonObject agent, string category) => agent[category] is JsonArray { Count: > 0 } order ? order[0]?.GetValue<string>() : null;

    private static string? Take(JsonObject agent, string name)
    {
        var value = agent[name]?.GetValue<string>();
        agent.Remove(name);
        return value;
    }

    private static JsonObject Pick(string provider, string? model, string? voice)
    {
        var pick = new JsonObject { ["provider"] = provider };
        if (model is not null)
        {
            pick["model"] = model;
        }

        if (voice is not null)
        {
            pick["voiceId"] = voice;
        }

        return pick;
    }
}
