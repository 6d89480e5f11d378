using System.Runtime.CompilerServices;
using System.Text;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Reads one reply of the language model: its text as it is written, and what it asks for. A failure is kept in <see cref="Failure"/> and ends
/// the text, so that the voice can finish what was written.
/// </summary>
internal sealed class ModelReader(ILanguageModel model, Action firstToken)
{
    private readonly List<ToolCall> _calls = [];
    private readonly StringBuilder _text = new();

    public ProviderFailure? Failure { get; private set; }

    /// <summary>The tools it asked for; none while the reply is not complete, or when it broke off.</summary>
    public IReadOnlyList<ToolCall> Calls { get; private set; } = [];

    /// <summary>Its text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Text as it is written.</summary>
    public async IAsyncEnumerable<string> ReadAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasBegun = false;
        await using var updates = model.CompleteAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates) is { } update)
        {
            if (update is ChatUpdate.Completed)
            {
                Calls = _calls;
                continue;
            }

            if (!hasBegun)
            {
                hasBegun = true;
                firstToken();
            }

            if (update is ChatUpdate.ToolCallRequested wish)
            {
                _calls.Add(wish.Call);
            }
            else if (update is ChatUpdate.TextDelta { Text.Length: > 0 } delta)
            {
                _text.Append(delta.Text);
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
