using System.Buffers;
using System.Net;
using System.Text.Json;
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
    // Room for a short conversation.
    private const int BodyCapacity = 4 * 1024;

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

    private ReadOnlyMemory<byte> WithOwnFields(HttpContent? content)
    {
        using var stream = content?.ReadAsStream(cancellationToken) ?? Stream.Null;
        using var package = JsonDocument.Parse(stream);
        var body = new ArrayBufferWriter<byte>(BodyCapacity);
        using var writer = new Utf8JsonWriter(body);
        var tellsTools = asked.Tools.Count > 0 && dialect.HasTools && (dialect.HasToolChoice || asked.ToolChoice is not ToolChoice.None);
        writer.WriteStartObject();
        foreach (var field in package.RootElement.EnumerateObject())
        {
            if (tellsTools && field.NameEquals("messages"u8))
            {
                WriteMessages(writer, field.Value);
            }
            else if (dialect.HasCacheKey && field.NameEquals("stream_options"u8))
            {
                WriteStreamOptions(writer, field.Value);
            }
            else
            {
                field.WriteTo(writer);
            }
        }

        if (dialect.HasCacheKey && asked.CacheKey is not null)
        {
            writer.WriteString("prompt_cache_key"u8, asked.CacheKey);
        }

        if (tellsTools)
        {
            WriteTools(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    private static void WriteStreamOptions(Utf8JsonWriter writer, JsonElement options)
    {
        writer.WriteStartObject("stream_options"u8);
        foreach (var option in options.EnumerateObject())
        {
            option.WriteTo(writer);
        }

        writer.WriteBoolean("include_obfuscation"u8, false);
        writer.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter writer, JsonElement messages)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var message in messages.EnumerateArray())
        {
            writer.WriteStartObject();
            foreach (var field in message.EnumerateObject())
            {
                if (field.NameEquals("tool_calls"u8) && field.Value.ValueKind is JsonValueKind.Array)
                {
                    WriteToolCalls(writer, field.Value);
                }
                else
                {
                    field.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The package writes the index of a streamed piece, which is no part of a message.
    private static void WriteToolCalls(Utf8JsonWriter writer, JsonElement calls)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls.EnumerateArray())
        {
            writer.WriteStartObject();
            foreach (var field in call.EnumerateObject().Where(field => !field.NameEquals("index"u8)))
            {
                field.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteTools(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tools"u8);
        foreach (var tool in asked.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.Parameters.WriteTo(writer);
            if (tool.IsStrict)
            {
                writer.WriteBoolean("strict"u8, true);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("tool_choice"u8, asked.ToolChoice switch
        {
            ToolChoice.None => "none"u8,
            ToolChoice.Required => "required"u8,
            _ => "auto"u8,
        });
    }
}
