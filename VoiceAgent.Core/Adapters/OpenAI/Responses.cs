using System.Runtime.CompilerServices;
using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// Answers through <c>POST /v1/responses</c>, streamed, for models that take tools only there. The OpenAI package has no such route, so
/// this client is our own.
/// </summary>
internal sealed class Responses(ApiConnection connection) : ILanguageModel
{
    private const string Path = "/v1/responses";

    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = request.Model ?? OpenAILanguageModel.DefaultModel;
        var post = connection.Post(Path, ResponsesBody.Write(request, model));
        using var events = new ApiEvents(post, OpenAILanguageModel.Errors, connection, cancellationToken);
        var reply = new ResponsesReply(model);
        while (await events.NextAsync() is { } data)
        {
            if (reply.Read(data) is not { } update)
            {
                continue;
            }

            yield return update;
            if (update is ChatUpdate.Completed)
            {
                yield break;
            }
        }

        throw new ProviderException(ProviderName.OpenAI, ProviderErrorKind.Protocol);
    }
}
