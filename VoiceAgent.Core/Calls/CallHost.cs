using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls;

/// <summary>Runs live calls: one <see cref="CallSession"/> each, known to the registry, saved when it ends. Thread-safe.</summary>
public sealed partial class CallHost(
    CallRegistry registry,
    CallRepository calls,
    CallKit kit,
    IVoiceActivityDetectors voiceActivity,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<CallHost> logger,
    IKeyUses uses)
{
    private static readonly TimeSpan HangUpDeadline = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<CallId, CallSession> _sessions = new();

    /// <summary>Asks every live call to end, for the same reason.</summary>
    public void EndAll(CallEndReason reason)
    {
        foreach (var session in _sessions.Values)
        {
            session.End(reason);
        }
    }

    /// <summary>Asks a live call of the account to end; false when it is not live.</summary>
    public bool End(AccountId account, CallId id, CallEndReason reason)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Current.Call.AccountId != account)
        {
            return false;
        }

        session.End(reason);
        return true;
    }

    /// <summary>Asks the account's live call with the carrier's id to end, also one that nobody has been shown yet; false when there is none.</summary>
    public bool End(AccountId account, string callControlId, CallEndReason reason)
    {
        var found = _sessions.Values.FirstOrDefault(session => session.Current.Call.AccountId == account && session.Current.Call.CallControlId == callControlId);
        found?.End(reason);
        return found is not null;
    }

    /// <summary>Runs the call until it has ended and is saved. Takes over the ringing call and closes its keys.</summary>
    public async Task RunAsync(RingingCall ringing, IMediaStream media, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ringing);
        using var prepared = ringing.Prepared;
        var call = ringing.Call with { AnsweredAt = ringing.Call.AnsweredAt ?? time.GetUtcNow() };
        uses.Record(call.AccountId, call.Id, prepared.KeyProviders);
        using var scope = logger.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["CallId"] = call.Id, ["AgentId"] = call.AgentId });
        await using var tools = await kit.Toolbox.OpenAsync(call, prepared.Agent, prepared.Control, CancellationToken.None);
        CallSession? session = null;
        var recorder = kit.Logs.Begin();
        var setup = new CallSessionSetup
        {
            Call = call,
            Agent = prepared.Agent,
            Media = media,
            SpeechToText = prepared.SpeechToText,
            LanguageModel = prepared.LanguageModel,
            TextToSpeech = prepared.TextToSpeech,
            Incidents = prepared.Incidents,
            Liveness = kit.Liveness,
            Greeting = prepared.Greeting is { } greeting && greeting.Format == media.Format ? greeting : null,
            PreparedLines = kit.PreparedLines,
            Tools = tools,
            VoiceActivity = voiceActivity,
            Observer = recorder,
            HangUpAsync = token => HangUpAsync(prepared.Control, call, token),
            Publish = snapshot => registry.Publish(snapshot, () => session?.End(CallEndReason.HungUpByUser)),
        };
        session = new CallSession(setup, time, loggers.CreateLogger<CallSession>());
        _sessions[call.Id] = session;
        var ended = call;
        try
        {
            ended = await session.RunAsync(cancellationToken);
        }
        catch (Exception unexpected)
        {
            LogFailed(unexpected, call.Id);
            ended = session.Current.Call with { EndReason = CallEndReason.InternalError, EndedAt = time.GetUtcNow() };
            await HangUpAsync(prepared.Control, call, CancellationToken.None);
        }
        finally
        {
            _sessions.TryRemove(call.Id, out _);
            registry.Publish(new LiveCall { Call = ended, Phase = ConversationPhase.Ended }, static () => { });
            await calls.SaveAsync(ended.AccountId, ended, CancellationToken.None);
            kit.Metrics.Ended(ended.Speculation);
            await kit.Logs.KeepAsync(recorder, ended, CancellationToken.None);
        }
    }

    private async Task HangUpAsync(ICallControl control, Call call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(HangUpDeadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await control.HangUpAsync(call.CallControlId, linked.Token);
        }
        catch (Exception notTold) when (notTold is ProviderException or OperationCanceledException)
        {
            LogHangUpNotTold(call.Id);
        }
    }

    [LoggerMessage(2103, LogLevel.Error, "Call {CallId} failed")]
    private partial void LogFailed(Exception exception, CallId callId);

    [LoggerMessage(2104, LogLevel.Warning, "The carrier could not be told to hang up call {CallId}")]
    private partial void LogHangUpNotTold(CallId callId);
}
