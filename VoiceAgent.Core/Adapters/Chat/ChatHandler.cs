using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// What the OpenAI package believes to be the network, for one request. The package sends synchronously, reads without a token and
/// keeps the key in default headers; so this answers at once with a stream that makes the real request, asynchronously and with the
/// call's token, at its first read, and puts the key on that request alone. What the package does not know is added to the body here.
/// </summary>
internal sealed class ChatHandler(ChatDialect dialect, ApiConnection connection, ChatRequest asked, CancellationToken cancellationToken)
    : HttpMessageHandler
{
    private readonly ToolCallAssembler _calls = new();
    private ChatEventStream? _stream;

    /// <summary>Shortens the wait for what follows the end of the reply: only the usage.</summary>
    public void ExpectEnd() => _stream?.ExpectEnd();

    /// <summary>The tools that the reply asked for, once it is complete.</summary>
    public IReadOnlyList<ToolCall> TakeToolCalls() => _calls.Take();

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken unused)
    {
        var real = connection.Post(dialect.Path, WithOwnFields(request.Content));
        if (dialect.ConversationHeader is { } header && asked.ConversationId is { } conversation)
        {
            real.Headers.Add(header, conversation);
        }

        _stream?.Dispose();
        _stream = new ChatEventStream(new ApiEvents(real, dialect.Errors, connection, cancellationToken), new ChunkReader(dialect.Errors, _calls));
        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(_stream) };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken unused) =>
        Task.FromResult(Send(request, unused));

    /// <summary>Closes the request, if it is still open. Nothing may be reading.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] WithOwnFields(HttpContent? content)
    {
        using var stream = content?.ReadAsStream(cancellationToken) ?? Stream.Null;
        var body = JsonNode.Parse(stream)?.AsObject() ?? [];
        if (dialect.HasCacheKey)
        {
            if (body["stream_options"] is JsonObject options)
            {
                options["include_obfuscation"] = false;
            }

            if (asked.CacheKey is not null)
            {
                body["prompt_cache_key"] = asked.CacheKey;
            }
        }

        if (asked.Tools.Count > 0 && dialect.HasTools && (dialect.HasToolChoice || asked.ToolChoice is not ToolChoice.None))
        {
            AddTools(body);
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private void AddTools(JsonObject body)
    {
        // The package writes the index of a streamed piece, which is no part of a message.
        foreach (var call in (body["messages"]?.AsArray() ?? []).SelectMany(message => message?["tool_calls"]?.AsArray() ?? []))
        {
            call?.AsObject().Remove("index");
        }

        body["tools"] = new JsonArray([.. asked.Tools.Select(ToWire)]);
        body["tool_choice"] = asked.ToolChoice switch
        {
            ToolChoice.None => "none",
            ToolChoice.Required => "required",
            _ => "auto",
        };
    }

    private static JsonNode ToWire(ToolDefinition tool)
    {
        var function = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonObject.Create(tool.Parameters),
        };
        if (tool.IsStrict)
        {
            function["strict"] = true;
        }

        return new JsonObject { ["type"] = "function", ["function"] = function };
    }
}
