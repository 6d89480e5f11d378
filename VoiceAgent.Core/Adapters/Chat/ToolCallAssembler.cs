using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// Puts tool calls together from their pieces: <c>{"index":0,"id":"call_A","type":"function","function":{"name":"weather","arguments":"{\""}}</c>.
/// OpenAI sends id and name with the first piece of an index and the arguments in fragments; xAI sends each call whole; some servers
/// leave out the index or give every call the same one, and then a new id begins a new call.
/// </summary>
internal sealed class ToolCallAssembler
{
    private readonly List<Part> _parts = [];

    public void Add(JsonObject piece)
    {
        var index = piece["index"]?.GetValueKind() is JsonValueKind.Number ? piece["index"]!.GetValue<int>() : (int?)null;
        var id = Text(piece["id"]);
        var part = _parts.LastOrDefault(known => index is null || known.Index == index);
        if (part is null || (id is not null && part.Id is not null && part.Id != id))
        {
            part = new Part { Index = index };
            _parts.Add(part);
        }

        part.Id ??= id;
        if (piece["function"] is JsonObject function)
        {
            part.Name ??= Text(function["name"]);
            part.Arguments.Append(function["arguments"] switch
            {
                JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
                JsonObject whole => whole.ToJsonString(),
                _ => null,
            });
        }
    }

    /// <summary>The calls, once the reply is complete, in the order they began.</summary>
    public IReadOnlyList<ToolCall> Take()
    {
        var calls = _parts.Where(part => part.Name is not null)
            .Select(part => new ToolCall(part.Id ?? $"call_{Guid.NewGuid():N}", part.Name!, part.Arguments.ToString()))
            .ToArray();
        _parts.Clear();
        return calls;
    }

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text ? text : null;

    private sealed class Part
    {
        public int? Index { get; init; }

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
