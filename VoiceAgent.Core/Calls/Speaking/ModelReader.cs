using System.Runtime.CompilerServices;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Reads one reply of the language model. A failure is kept in <see cref="Failure"/> and ends the text, so that the voice can finish what
/// was written.
/// </summary>
internal sealed class ModelReader(ILanguageModel model, Action firstToken)
{
    public ProviderFailure? Failure { get; private set; }

    /// <summary>Text as it is written.</summary>
    public async IAsyncEnumerable<string> ReadAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasBegun = false;
        await using var updates = model.CompleteAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates) is { } update)
        {
            if (update is not ChatUpdate.TextDelta delta)
            {
                continue;
            }

            if (!hasBegun)
            {
                hasBegun = true;
                firstToken();
            }

            if (delta.Text.Length > 0)
            {
                yield return delta.Text;
            }
        }
    }

    private async ValueTask<ChatUpdate?> NextAsync(IAsyncEnumerator<ChatUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync() ? updates.Current : null;
        }
        catch (ProviderException exception)
        {
            Failure = new ProviderFailure(ProviderCategory.LanguageModel, exception.Provider, exception.Kind);
            return null;
        }
    }
}
