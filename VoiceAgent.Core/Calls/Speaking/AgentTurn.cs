using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// One utterance of the agent: text ▶ voice ▶ playout. Tells its progress through <paramref name="post"/> and ends by posting
/// <see cref="ConversationEvent.TurnEnded"/>, whatever happens.
/// </summary>
internal sealed class AgentTurn(
    int turnId,
    CallParts parts,
    Playout playout,
    Action<ConversationEvent> post)
{
    // Between a text and the first audio of it, and between two pieces of audio while there is text to speak.
    private static readonly TimeSpan AudioLimit = TimeSpan.FromSeconds(5);

    private readonly SpeechTrack _track = playout.Begin(turnId);

    // Guards the deadline of the voice: text is handed over by the voice's own reading, audio arrives elsewhere.
    private readonly Lock _gate = new();
    private bool _isTextEnded;
    private bool _isVoiceAsked;
    private bool _hasAudio;
    private bool _isAwaitingAudio;
    private bool _isAwaitingText;

    /// <summary>Answers with the language model.</summary>
    public Task AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var reader = new ModelReader(
            parts.LanguageModel,
            parts.ProviderOf(ProviderCategory.LanguageModel),
            parts.Time,
            () => post(new ConversationEvent.ModelAnswered(turnId)));
        return RunAsync(
            token => SpeakAsync(SentenceSplitter.SplitAsync(reader.ReadAsync(request, token), token), () => reader.Failure, token),
            cancellationToken);
    }

    /// <summary>Says a fixed line.</summary>
    public Task SayAsync(string line, CancellationToken cancellationToken) =>
        RunAsync(token => SpeakAsync(PreparedSpeech.TextOf(line, token), () => null, token), cancellationToken);

    /// <summary>Plays a line that was spoken before.</summary>
    public Task PlayAsync(PreparedSpeech speech, CancellationToken cancellationToken) =>
        RunAsync(token => PlayPreparedAsync(speech, token), cancellationToken);

    private async Task RunAsync(Func<CancellationToken, Task<AgentTurnOutcome>> speak, CancellationToken cancellationToken)
    {
        AgentTurnOutcome outcome = new AgentTurnOutcome.Faulted();
        try
        {
            outcome = await speak(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new AgentTurnOutcome.Cancelled();
        }
        finally
        {
            post(new ConversationEvent.TurnEnded(turnId, outcome));
        }
    }

    private async Task<AgentTurnOutcome> PlayPreparedAsync(PreparedSpeech speech, CancellationToken cancellationToken)
    {
        _track.AddText(speech.Text);
        foreach (var piece in speech.Audio)
        {
            await PlayAsync(piece, cancellationToken);
        }

        return await FinishAsync(isWhole: true, cancellationToken);
    }

    private async Task<AgentTurnOutcome> SpeakAsync(
        IAsyncEnumerable<string> pieces,
        Func<ProviderFailure?> textFailure,
        CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(parts.Time, cancellationToken);
        ProviderFailure? failure = null;
        var audio = parts.TextToSpeech.SpeakAsync(Hand(pieces, deadline, deadline.Token), parts.Voice, deadline.Token).GetAsyncEnumerator(deadline.Token);
        try
        {
            while (await NextAudioAsync(audio, deadline))
            {
                if (!_hasAudio)
                {
                    _hasAudio = true;
                    post(new ConversationEvent.VoiceAnswered(turnId));
                }

                await PlayAsync(audio.Current, cancellationToken);
            }
        }
        catch (ProviderException exception)
        {
            failure = new ProviderFailure(ProviderCatalog.Get(exception.Provider).Category, exception.Provider, exception.Kind);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            failure = VoiceFailure(ProviderErrorKind.Timeout);
        }
        finally
        {
            await audio.DisposeAsync();
        }

        failure ??= !_hasAudio && _track.Text.Length > 0 ? VoiceFailure(ProviderErrorKind.Protocol) : null;
        var outcome = await FinishAsync(isWhole: failure is null, cancellationToken);
        failure ??= textFailure();
        return failure is null ? outcome : new AgentTurnOutcome.Failed(failure);
    }

    // The time runs only while audio is waited for: a playout that is full makes the voice wait, not the other way round.
    private async ValueTask<bool> NextAudioAsync(IAsyncEnumerator<SpokenAudio> audio, Deadline deadline)
    {
        lock (_gate)
        {
            _isAwaitingAudio = true;
            if (IsAudioOwed)
            {
                deadline.Arm(AudioLimit);
            }
        }

        var hasMore = await audio.MoveNextAsync();
        lock (_gate)
        {
            _isAwaitingAudio = false;
            deadline.Disarm();
        }

        return hasMore;
    }

    private async Task<AgentTurnOutcome> FinishAsync(bool isWhole, CancellationToken cancellationToken)
    {
        if (isWhole)
        {
            _track.Complete();
        }

        await playout.FinishAsync(_track, cancellationToken);
        return new AgentTurnOutcome.Completed(_track.Text);
    }

    private ValueTask PlayAsync(SpokenAudio piece, CancellationToken cancellationToken)
    {
        _track.Add(piece.Frame.Duration, piece.Words);
        return playout.WriteAsync(_track, piece.Frame.Data, cancellationToken);
    }

    // The pieces on their way to the voice, which is given a limited time from each of them.
    private async IAsyncEnumerable<string> Hand(
        IAsyncEnumerable<string> pieces,
        Deadline deadline,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _isAwaitingText = true;
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            _track.AddText(piece);
            if (!_isVoiceAsked)
            {
                post(new ConversationEvent.VoiceAsked(turnId));
            }

            TextGiven(deadline, isEnd: false);
            yield return piece;
            lock (_gate)
            {
                _isAwaitingText = true;
                if (_isAwaitingAudio && !IsAudioOwed)
                {
                    deadline.Disarm();
                }
            }
        }

        TextGiven(deadline, isEnd: true);
    }

    private void TextGiven(Deadline deadline, bool isEnd)
    {
        lock (_gate)
        {
            _isVoiceAsked |= !isEnd;
            _isTextEnded |= isEnd;
            _isAwaitingText = false;
            if (_isAwaitingAudio)
            {
                deadline.Arm(AudioLimit);
            }
        }
    }

    // A voice that waits for more text owes nothing but the first audio.
    private bool IsAudioOwed => _isTextEnded || (_isVoiceAsked && (!_hasAudio || !_isAwaitingText));

    private ProviderFailure VoiceFailure(ProviderErrorKind kind) =>
        new(ProviderCategory.TextToSpeech, parts.ProviderOf(ProviderCategory.TextToSpeech), kind);
}
