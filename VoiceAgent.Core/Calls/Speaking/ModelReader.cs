using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Reads one reply of the language model. A failure that may pass is tried once more while nothing has come yet; the failure that
/// remains is kept in <see cref="Failure"/> and ends the text, so that the voice can finish what was written.
/// </summary>
internal sealed class ModelReader(ILanguageModel model, ProviderName? provider, TimeProvider time, Action firstToken)
{
    /// <summary>Longest wait for the first token, and between two.</summary>
    public static readonly TimeSpan TokenLimit = TimeSpan.FromSeconds(8);

    // A second try later than this would leave the caller in silence for too long.
    private static readonly TimeSpan RetryBudget = TimeSpan.FromSeconds(3);

    public ProviderFailure? Failure { get; private set; }

    /// <summary>Text as it is written.</summary>
    public async IAsyncEnumerable<string> ReadAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var hasText = false;
        for (var attempt = 0; ; attempt++)
        {
            var mayRetry = false;
            using var deadline = new Deadline(time, cancellationToken);
            await using var updates = model.CompleteAsync(request, deadline.Token).GetAsyncEnumerator(deadline.Token);
            while (true)
            {
                ChatUpdate? update = null;
                deadline.Arm(TokenLimit);
                try
                {
                    update = await updates.MoveNextAsync() ? updates.Current : null;
                }
                catch (ProviderException exception)
                {
                    Failure = new ProviderFailure(ProviderCategory.LanguageModel, exception.Provider, exception.Kind);
                    mayRetry = exception.IsTransient && !(exception.RetryAfter > RetryBudget);
                }
                catch (OperationCanceledException) when (deadline.HasPassed)
                {
                    Failure = new ProviderFailure(ProviderCategory.LanguageModel, provider, ProviderErrorKind.Timeout);
                }

                deadline.Disarm();
                if (update is null)
                {
                    break;
                }

                if (update is ChatUpdate.TextDelta { Text.Length: > 0 } delta)
                {
                    if (!hasText)
                    {
                        hasText = true;
                        firstToken();
                    }

                    yield return delta.Text;
                }
            }

            if (Failure is null || hasText || !mayRetry || attempt > 0 || time.GetElapsedTime(startedAt) > RetryBudget)
            {
                yield break;
            }

            Failure = null;
        }
    }
}
