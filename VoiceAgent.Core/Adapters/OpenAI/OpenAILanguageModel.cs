using System.Runtime.CompilerServices;
using Betalgo.Ranul.OpenAI;
using Betalgo.Ranul.OpenAI.Contracts.Enums;
using Betalgo.Ranul.OpenAI.Managers;
using Betalgo.Ranul.OpenAI.ObjectModels.RequestModels;
using Betalgo.Ranul.OpenAI.ObjectModels.ResponseModels;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using ChatMessage = VoiceAgent.Core.LanguageModels.ChatMessage;
using WireMessage = Betalgo.Ranul.OpenAI.ObjectModels.RequestModels.ChatMessage;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>Answers through OpenAI's chat completions, streamed; <see cref="ChatHandler"/> is its way to the network.</summary>
internal sealed class OpenAILanguageModel(KeyLease key, ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ILanguageModel
{
    public const string DefaultModel = "gpt-4.1-mini";

    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var handler = new ChatHandler(key, endpoints, transport, time, cancellationToken) { CacheKey = request.CacheKey };
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        // The package demands a key and puts it into default headers; the handler sends the real one.
        using var service = new OpenAIService(new OpenAIOptions { ApiKey = "set-by-the-handler" }, http);

        var reply = new Reply();
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

        yield return new ChatUpdate.Completed(reply.Finish ?? throw Trouble(), reply.Usage);
    }

    private static ChatCompletionCreateRequest ToWire(ChatRequest request)
    {
        var model = request.Model ?? DefaultModel;
        var effort = ReasoningModels.EffortFor(model);
        return new ChatCompletionCreateRequest
        {
            Model = model,
            Messages = [.. request.Messages.Select(ToWire)],
            MaxCompletionTokens = request.MaxOutputTokens + (effort is null or "none" ? 0 : ReasoningModels.ThinkingTokens),
            ReasoningEffort = effort is null ? (ReasoningEffort?)null : new ReasoningEffort(effort),
            StreamOptions = new StreamOptions { IncludeUsage = true },
        };
    }

    private static WireMessage ToWire(ChatMessage message) => message.Role switch
    {
        ChatRole.System => WireMessage.FromSystem(message.Text),
        ChatRole.Assistant => WireMessage.FromAssistant(message.Text),
        _ => WireMessage.FromUser(message.Text),
    };

    /// <summary>A reply that has been told finished is kept, whatever happens to the stream after it.</summary>
    private static async Task<bool> MoveNextAsync(
        IAsyncEnumerator<ChatCompletionCreateResponse> chunks,
        Reply reply,
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

    private static ProviderException Trouble() => new(ProviderName.OpenAI, ProviderErrorKind.Protocol);

    /// <summary>What the chunks of a reply add up to, beside its text.</summary>
    private sealed class Reply
    {
        /// <summary>Null until the provider has told that the reply is complete.</summary>
        public ChatFinish? Finish { get; private set; }

        public ChatUsage? Usage { get; private set; }

        /// <summary>Takes in a chunk and gives its text, if any.</summary>
        public string? Add(ChatCompletionCreateResponse chunk)
        {
            if (!chunk.Successful)
            {
                return Finish is not null ? null : throw OpenAIErrors.Told(chunk.Error?.Type, chunk.Error?.Code);
            }

            if (chunk.Usage is { } usage)
            {
                Usage = new ChatUsage(usage.PromptTokens, usage.PromptTokensDetails?.CachedTokens ?? 0, usage.CompletionTokens ?? 0);
            }

            if (chunk.Choices is not [var choice, ..])
            {
                return null;
            }

            Finish ??= choice.FinishReason switch
            {
                null or "" => null,
                "length" => ChatFinish.Length,
                "content_filter" => ChatFinish.ContentFilter,
                _ => ChatFinish.Stop,
            };
            return choice.Delta?.Content ?? choice.Message?.Content;
        }
    }
}
