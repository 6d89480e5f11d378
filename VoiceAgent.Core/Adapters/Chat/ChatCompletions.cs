using System.Runtime.CompilerServices;
using Betalgo.Ranul.OpenAI;
using Betalgo.Ranul.OpenAI.Contracts.Enums;
using Betalgo.Ranul.OpenAI.Managers;
using Betalgo.Ranul.OpenAI.ObjectModels.RequestModels;
using Betalgo.Ranul.OpenAI.ObjectModels.ResponseModels;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using ChatMessage = VoiceAgent.Core.LanguageModels.ChatMessage;
using ToolCall = VoiceAgent.Core.LanguageModels.ToolCall;
using WireCall = Betalgo.Ranul.OpenAI.ObjectModels.RequestModels.ToolCall;
using WireMessage = Betalgo.Ranul.OpenAI.ObjectModels.RequestModels.ChatMessage;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// Answers through chat completions, streamed, of OpenAI or of a service that speaks the same; <see cref="ChatHandler"/> is its way
/// to the network.
/// </summary>
internal sealed class ChatCompletions(ChatDialect dialect, ApiConnection connection) : ILanguageModel
{
    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var handler = new ChatHandler(dialect, connection, request, cancellationToken);
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        // The package demands a key and puts it into default headers; the handler sends the real one.
        using var service = new OpenAIService(new OpenAIOptions { ApiKey = "set-by-the-handler" }, http);

        var reply = new ChatReply(dialect);
        await using var chunks = service.ChatCompletion
            .CreateCompletionAsStream(ToWire(request), cancellationToken: cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(chunks, reply, cancellationToken))
        {
            if (reply.Add(chunks.Current) is { Length: > 0 } text)
            {
                yield return new ChatUpdate.TextDelta(text);
            }

            if (reply.Finish is not null)
            {
                handler.ExpectEnd();
            }
        }

        var finish = reply.Finish ?? throw Trouble();
        foreach (var call in handler.TakeToolCalls())
        {
            // Some servers end a reply that asks for tools with an ordinary stop.
            finish = finish is ChatFinish.Stop ? ChatFinish.ToolCalls : finish;
            yield return new ChatUpdate.ToolCallRequested(call);
        }

        yield return new ChatUpdate.Completed(finish, reply.Usage);
    }

    private ChatCompletionCreateRequest ToWire(ChatRequest request)
    {
        var model = request.Model ?? dialect.DefaultModel;
        var thinking = dialect.Thinking(model);
        var limit = thinking.LimitFor(request.MaxOutputTokens);
        return new ChatCompletionCreateRequest
        {
            Model = model,
            Messages = [.. dialect.HasTools ? request.Messages.Select(ToWire) : WithoutTools(request.Messages)],
            MaxCompletionTokens = dialect.LimitsByMaxTokens ? null : limit,
            MaxTokens = dialect.LimitsByMaxTokens ? limit : null,
            ReasoningEffort = thinking.Effort is { } effort ? new ReasoningEffort(effort) : (ReasoningEffort?)null,
            StreamOptions = dialect.HasUsage ? new StreamOptions { IncludeUsage = true } : null,
        };
    }

    private static WireMessage ToWire(ChatMessage message) => message.Role switch
    {
        ChatRole.System => WireMessage.FromSystem(message.Text),
        ChatRole.Assistant when message.ToolCalls.Count > 0 =>
            WireMessage.FromAssistant(message.Text.Length > 0 ? message.Text : null!, toolCalls: [.. message.ToolCalls.Select(ToWire)]),
        ChatRole.Assistant => WireMessage.FromAssistant(message.Text),
        ChatRole.Tool => WireMessage.FromTool(message.Text, message.ToolCallId ?? string.Empty),
        _ => WireMessage.FromUser(message.Text),
    };

    /// <summary>A conversation with tools, for a server that knows none: their results are told to it as what was found out.</summary>
    private static IEnumerable<WireMessage> WithoutTools(IEnumerable<ChatMessage> messages) => messages
        .Where(message => message.ToolCalls.Count == 0 || message.Text.Length > 0)
        .Select(message => message.Role switch
        {
            ChatRole.Tool => WireMessage.FromUser($"(Found out meanwhile: {message.Text})"),
            ChatRole.Assistant => WireMessage.FromAssistant(message.Text),
            _ => ToWire(message),
        });

    private static WireCall ToWire(ToolCall call) => new()
    {
        Id = call.Id,
        Type = ToolCallType.Function,
        FunctionCall = new FunctionCall { Name = call.Name, Arguments = call.Arguments.Length > 0 ? call.Arguments : "{}" },
    };

    /// <summary>A reply that has been told finished is kept, whatever happens to the stream after it.</summary>
    private async Task<bool> MoveNextAsync(
        IAsyncEnumerator<ChatCompletionCreateResponse> chunks,
        ChatReply reply,
        CancellationToken cancellationToken)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (ProviderException) when (reply.Finish is not null)
        {
            return false;
        }
        catch (Exception exception) when (exception is not (ProviderException or OperationCanceledException))
        {
            // The package reads what the provider sent with no guard of its own: whatever it stumbles over is not the protocol.
            cancellationToken.ThrowIfCancellationRequested();
            return reply.Finish is not null ? false : throw Trouble();
        }
    }

    private ProviderException Trouble() => new(dialect.Errors.Provider, ProviderErrorKind.Protocol);
}
