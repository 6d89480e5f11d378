using System.Runtime.CompilerServices;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// One utterance of the agent: text ▶ voice ▶ playout. Tells its progress through <paramref name="post"/> and ends by posting
/// <see cref="ConversationEvent.TurnEnded"/>, whatever happens.
/// </summary>
internal sealed partial class AgentTurn(
    int turnId,
    CallParts parts,
    Playout playout,
    Action<ConversationEvent> post)
{
    private readonly SpeechTrack _track = playout.Begin(turnId);
    private bool _isVoiceAsked;
    private bool _hasAudio;
    private Action _textEnded = static () => { };
    private volatile bool _isAwaitingText;

    /// <summary>Says a fixed line.</summary>
    public Task SayAsync(string line, CancellationToken cancellationToken) =>
        RunAsync(token => SayCoreAsync(line, token), cancellationToken);

    /// <summary>Says a line that was begun before, from what has been made of it; says it anew when nothing has.</summary>
    public Task GreetAsync(SpeechRecording recording, string line, CancellationToken cancellationToken) =>
        RunAsync(token => GreetCoreAsync(recording, line, token), cancellationToken);

    /// <summary>Apologises: with what was spoken before, else by saying the line, else, when nobody can, with the telephone's own tone.</summary>
    /// <param name="prepared">The line as spoken before, or null.</param>
    /// <param name="line">The line to say, or null when there is no voice left to say it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ApologiseAsync(PreparedSpeech? prepared, string? line, CancellationToken cancellationToken) =>
        RunAsync(token => ApologiseCoreAsync(prepared, line, token), cancellationToken);

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

    private async Task<AgentTurnOutcome> ApologiseCoreAsync(PreparedSpeech? prepared, string? line, CancellationToken cancellationToken)
    {
        if (prepared is null && line is not null)
        {
            var failure = await SpeakPiecesAsync(PreparedSpeech.TextOf(line, cancellationToken), cancellationToken);
            if (failure is null || _hasAudio)
            {
                return await FinishAsync(isWhole: failure is null, cancellationToken);
            }

            _track.DropText();
        }

        return await PlayPreparedAsync(prepared ?? FailureTone.In(parts.Voice.Format), cancellationToken);
    }

    private async Task<AgentTurnOutcome> PlayPreparedAsync(PreparedSpeech speech, CancellationToken cancellationToken)
    {
        _track.AddText(speech.Line);
        foreach (var piece in speech.Audio)
        {
            await PlayAsync(piece, cancellationToken);
        }

        return await FinishAsync(isWhole: true, cancellationToken);
    }

    private async Task<AgentTurnOutcome> SayCoreAsync(string line, CancellationToken cancellationToken)
    {
        var failure = await SpeakPiecesAsync(PreparedSpeech.TextOf(line, cancellationToken), cancellationToken);
        var outcome = await FinishAsync(isWhole: failure is null, cancellationToken);
        return failure is null ? outcome : new AgentTurnOutcome.Failed(failure);
    }

    private async Task<AgentTurnOutcome> GreetCoreAsync(SpeechRecording recording, string line, CancellationToken cancellationToken)
    {
        _track.AddText(recording.Line);
        post(new ConversationEvent.VoiceAsked(turnId));
        var failure = await PlayAllAsync(recording.ReadAsync, cancellationToken);
        if (failure is not null && !_hasAudio)
        {
            _track.DropText();
            return await SayCoreAsync(line, cancellationToken);
        }

        var outcome = await FinishAsync(isWhole: failure is null, cancellationToken);
        return failure is null ? outcome : new AgentTurnOutcome.Failed(failure);
    }

    // What stopped it, or null. The text's own failure is not told here. A turn may speak several texts, one after the other; its audio is
    // one, so the words of each are told from where it begins.
    private Task<ProviderFailure?> SpeakPiecesAsync(IAsyncEnumerable<string> pieces, CancellationToken cancellationToken) =>
        PlayAllAsync(token => parts.TextToSpeech.SpeakAsync(Hand(pieces, token), parts.Voice, token), cancellationToken);

    private async Task<ProviderFailure?> PlayAllAsync(Func<CancellationToken, IAsyncEnumerable<SpokenAudio>> speak, CancellationToken cancellationToken)
    {
        var (from, before) = (_track.Audio, _track.WordsWritten);
        using var deadline = new Deadline(parts.Time, cancellationToken);
        var audio = speak(deadline.Token).GetAsyncEnumerator(deadline.Token);
        try
        {
            while (await NextAudioAsync(audio, deadline))
            {
                if (!_hasAudio)
                {
                    _hasAudio = true;
                    post(new ConversationEvent.VoiceAnswered(turnId));
                }

                await PlayAsync(From(from, audio.Current), cancellationToken);
            }
        }
        catch (ProviderException exception)
        {
            return new ProviderFailure(ProviderCatalog.Get(exception.Provider).Category, exception.Provider, exception.Kind);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return Failure(_isAwaitingText ? ProviderCategory.LanguageModel : ProviderCategory.TextToSpeech, ProviderErrorKind.Timeout);
        }
        finally
        {
            await audio.DisposeAsync();
        }

        return _track.Audio == from && _track.WordsWritten > before ? Failure(ProviderCategory.TextToSpeech, ProviderErrorKind.Protocol) : null;
    }

    // However the stages share out the time, the caller is not left in silence for longer. It runs only while audio is waited for: a
    // playout that is full makes the voice wait, not the other way round.
    private async ValueTask<bool> NextAudioAsync(IAsyncEnumerator<SpokenAudio> audio, Deadline deadline)
    {
        deadline.Arm(playout.Unheard(_track) + parts.Liveness.LongestSilence);
        var hasMore = await audio.MoveNextAsync();
        deadline.Disarm();
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

    // The pieces on their way to the voice.
    private async IAsyncEnumerable<string> Hand(IAsyncEnumerable<string> pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _isAwaitingText = true;
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            _isAwaitingText = false;
            var line = parts.Spoken.Say(piece);
            if (line.Spoken.Length == 0)
            {
                // An emoji, a sign: nothing to hear.
                _isAwaitingText = true;
                continue;
            }

            _track.AddText(line);
            if (!_isVoiceAsked)
            {
                _isVoiceAsked = true;
                post(new ConversationEvent.VoiceAsked(turnId));
            }

            yield return line.Spoken;
            _isAwaitingText = true;
        }

        _isAwaitingText = false;
        _textEnded();
    }

    private static SpokenAudio From(TimeSpan from, SpokenAudio piece) => from == TimeSpan.Zero || piece.Words.Count == 0 ? piece : piece with
    {
        Words = [.. piece.Words.Select(word => word with { Start = word.Start + from, End = word.End + from })],
    };

    private ProviderFailure Failure(ProviderCategory category, ProviderErrorKind kind) => new(category, parts.ProviderOf(category), kind);
}
