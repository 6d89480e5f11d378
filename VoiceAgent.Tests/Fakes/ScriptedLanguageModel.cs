using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// Gives its replies in order, the last one again and again, a word at a time, and records what it was asked. <c>[[name {"x":1}]]</c> at the end
/// of a reply asks for a tool; several may follow each other. A token is a word.
/// </summary>
public sealed partial class ScriptedLanguageModel(TimeProvider time, params string[] replies) : ILanguageModel
{
    private int _open;
    private int _next;

    public ProviderName Provider { get; init; } = ProviderName.OpenAI;

    public TimeSpan FirstToken { get; set; } = TimeSpan.FromMilliseconds(350);

    public TimeSpan PerWord { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>What goes wrong with the request of this number, counted from 0; null is nothing.</summary>
    public Func<int, Fault?> Faults { get; set; } = _ => null;

    /// <summary>What it replies in place of the script.</summary>
    public Func<ChatRequest, string>? Answers { get; init; }

    public List<ChatRequest> Requests { get; } = [];

    /// <summary>When each was asked, since the clock began.</summary>
    public List<TimeSpan> RequestedAt { get; } = [];

    /// <summary>Requests being answered now.</summary>
    public int Open => Volatile.Read(ref _open);

    public async IAsyncEnumerable<ChatUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Messages.Count == 0)
        {
            throw new ProviderException(Provider, ProviderErrorKind.Rejected);
        }

        var number = Requests.Count;
        Requests.Add(request);
        RequestedAt.Add(time.GetElapsedTime(0));
        var fault = Faults(number);
        var reply = Answers is not null ? Answers(request) : replies.Length == 0 ? "All right." : replies[Math.Min(_next++, replies.Length - 1)];
        Interlocked.Increment(ref _open);
        try
        {
            await Task.Delay(FirstToken, time, cancellationToken);
            var wishes = Wish().Matches(reply);
            reply = Wish().Replace(reply, string.Empty).Trim();
            var words = reply.Length == 0 && wishes.Count > 0 ? [] : reply.Split(' ');
            var count = Math.Min(words.Length, request.MaxOutputTokens);
            for (var i = 0; i < count; i++)
            {
                if (fault is not null && i == fault.After)
                {
                    await fault.StrikeAsync(Provider, time, cancellationToken);
                }

                yield return new ChatUpdate.TextDelta(i == 0 ? words[i] : " " + words[i]);
                await Task.Delay(PerWord, time, cancellationToken);
            }

            for (var i = 0; i < wishes.Count; i++)
            {
                if (fault is not null && words.Length + i == fault.After)
                {
                    await fault.StrikeAsync(Provider, time, cancellationToken);
                }

                yield return new ChatUpdate.ToolCallRequested(new ToolCall($"call_{number}_{i}", wishes[i].Groups[1].Value, wishes[i].Groups[2].Value.Trim()));
            }

            var usage = new ChatUsage(request.Messages.Sum(message => message.Text.Split(' ').Length), 0, count + wishes.Count);
            yield return new ChatUpdate.Completed(wishes.Count > 0 ? ChatFinish.ToolCalls : count < words.Length ? ChatFinish.Length : ChatFinish.Stop, usage);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    [GeneratedRegex(@"\[\[([\w-]+)(.*?)\]\]")]
    private static partial Regex Wish();
}

/// <summary>A provider's misbehaviour.</summary>
/// <param name="After">Words (or pieces) that still come before it.</param>
/// <param name="Kind">The failure; null falls silent.</param>
public sealed record Fault(int After, ProviderErrorKind? Kind)
{
    public async Task StrikeAsync(ProviderName provider, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Kind is { } kind)
        {
            throw new ProviderException(provider, kind);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }
}
